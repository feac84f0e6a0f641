import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../generator/commands/command-line.js';
import { put, scratch, snapshot } from '../unit/write-scratch.js';

const root = dirname(fileURLToPath(import.meta.url));
const starter = join(root, '../../generator/commands/starter');

let place: ReturnType<typeof scratch>;
beforeEach(() => void (place = scratch()));
afterEach(() => place.remove());

async function run(
  ...words: string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let out = '';
  let err = '';
  const code = await runCommandLine(words, {
    out: { write: (text) => void (out += text), isTerminal: false },
    err: { write: (text) => void (err += text), isTerminal: false },
  });
  return { code, out, err };
}

describe('on any error nothing is written', () => {
  const wrong = readdirSync(root, { withFileTypes: true }).filter(
    (entry) =>
      entry.isDirectory() && /^error /m.test(readFileSync(join(root, entry.name, 'stderr.txt'), 'utf8')),
  );

  test.each(wrong.map((entry) => entry.name))('%s', async (name) => {
    const { code, out, err } = await run('build', join(root, name, 'input'), '--output', place.output);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`error ${name.slice(0, 5)}`);
    expect(existsSync(place.output)).toBe(false);
  });

  test('and a tree that is there stays as it is', async () => {
    cpSync(starter, place.blueprints, { recursive: true });
    expect((await run('build', place.blueprints)).code).toBe(0);
    const before = snapshot(place.output);
    expect(Object.keys(before)).toContain('models/marts/dim_customer.sql');
    const path = join(place.blueprints, 'customer.yml');
    writeFileSync(path, `${readFileSync(path, 'utf8')}---\ndimension: broken\n`);
    const { code, err } = await run('build', place.blueprints);
    expect({ code, codes: [...new Set(err.match(/DG\d+/g))] }).toEqual({ code: 1, codes: ['DG202'] });
    expect(snapshot(place.output)).toEqual(before);
  });

  test('also where the system refuses', async () => {
    cpSync(starter, place.blueprints, { recursive: true });
    put(place.folder, { file: 'no folder' });
    const { code, err } = await run('build', place.blueprints, '--output', join(place.folder, 'file', 'dbt'));
    expect(code).toBe(1);
    expect(err).toContain('error DG612');
    expect(snapshot(place.folder)['file']).toBe('no folder');
  });
});
