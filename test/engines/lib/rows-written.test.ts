import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { miscounted } from './rows-written.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dbtgen-counts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const header = 'k,v';

function problems(before: string[], after: string[], message: string, materialized = 'incremental') {
  for (const [load, rows] of [before, after].entries()) {
    mkdirSync(path.join(folder, String(load)), { recursive: true });
    writeFileSync(path.join(folder, String(load), 'dim_shop.csv'), `${[header, ...rows].join('\n')}\n`);
  }
  return miscounted(
    [{ name: 'dim_shop', materialized, message }],
    path.join(folder, '0'),
    path.join(folder, '1'),
  );
}

describe('rows written by a load', () => {
  it('are those that came, went and changed, each once', () => {
    const before = ['1,a', '2,b', '3,c'];
    const after = ['1,a', '2,x', '4,d'];
    for (const message of ['MERGE 3', 'SUCCESS 3', 'MERGE (3.0 rows, 1.2 KiB processed)'])
      expect(problems(before, after, message)).toEqual([]);
  });

  it('are too many where a row was rewritten as it was', () => {
    expect(problems(['1,a', '2,b'], ['1,a', '2,x'], 'MERGE 2')).toEqual([
      'dim_shop: the warehouse wrote 2 rows, 1 had to be written',
    ]);
  });

  it('are counted one by one where the first column is no key', () => {
    expect(problems(['1,a'], ['1,a', '1,b', '1,c'], 'INSERT 0 2')).toEqual([]);
  });

  it('are not all of them where a load brought a column', () => {
    const folders = ['0', '1'].map((load) => path.join(folder, load));
    const dumps = ['k,v\n1,a\n2,b\n', 'k,w,v\n1,\\N,a\n2,x,b\n'];
    for (const [index, dump] of dumps.entries()) {
      mkdirSync(folders[index]!);
      writeFileSync(path.join(folders[index]!, 'dim_shop.csv'), dump);
    }
    const told = (message: string) =>
      miscounted([{ name: 'dim_shop', materialized: 'incremental', message }], folders[0]!, folders[1]!);
    expect(told('MERGE 1')).toEqual([]);
    expect(told('MERGE 2')).toEqual(['dim_shop: the warehouse wrote 2 rows, 1 had to be written']);
  });

  it('are not asked of a table that is made anew, nor of an adapter that tells no count', () => {
    expect(problems(['1,a'], ['1,a'], 'SUCCESS 1', 'table')).toEqual([]);
    expect(problems(['1,a'], ['1,b'], 'OK')).toEqual([]);
  });
});
