import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { codes } from '../../generator/diagnostics/catalogue.js';
import { diagnose } from './diagnose.js';

/**
 * A case is a folder `<CODE>[-name]` with `input/`, what is diagnosed, and `stderr.txt`, what is said.
 * `UPDATE_GOLDEN=1` writes stderr.txt anew.
 */
const root = dirname(fileURLToPath(import.meta.url));
const cases = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

/** Codes that no folder of blueprints alone can show, and the test that shows them. */
const elsewhere: Readonly<Record<string, { readonly reason: string; readonly test: string }>> = {
  DG104: { reason: 'needs a file without read permission', test: 'unit/parse-blueprints.test.ts' },
  DG105: { reason: 'needs a file of more than 5 MB', test: 'unit/parse-blueprints.test.ts' },
  ...about('a tree on the disk', 'unit/write-trees.test.ts', [
    'DG601',
    'DG602',
    'DG603',
    'DG604',
    'DG605',
    'DG606',
    'DG607',
    'DG608',
    'DG611',
    'DG613',
  ]),
  DG609: { reason: 'needs a second build', test: 'unit/write-exclusive.test.ts' },
  DG612: { reason: 'needs a disk that refuses', test: 'diagnostics/nothing-written.test.ts' },
  ...about('a tree on the disk', 'unit/cli.test.ts', ['DG610', 'DG614', 'DG615']),
  DG900: { reason: 'needs a fault of dbtgen itself', test: 'unit/cli.test.ts' },
};

function about(reason: string, test: string, list: readonly string[]): typeof elsewhere {
  return Object.fromEntries(list.map((code) => [code, { reason: `needs ${reason}`, test }]));
}

describe('diagnostics', () => {
  test.each(cases)('%s', async (name) => {
    const folder = join(root, name, 'input');
    const golden = join(root, name, 'stderr.txt');
    // Where the repository lies is no part of what is said.
    const actual = (await diagnose(folder)).replaceAll(folder, 'input');
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, actual);
    expect(actual).toContain(name.slice(0, 5));
    expect(existsSync(golden), `${name} has no stderr.txt; UPDATE_GOLDEN=1 writes it`).toBe(true);
    expect(actual).toBe(readFileSync(golden, 'utf8'));
  });

  test('every code has a case here, or a test elsewhere', () => {
    const shown = new Set(cases.map((name) => name.slice(0, 5)));
    const missing = codes.filter((code) => {
      const other = elsewhere[code];
      if (shown.has(code)) return other !== undefined;
      return other === undefined || !readFileSync(join(root, '..', other.test), 'utf8').includes(code);
    });
    expect(missing).toEqual([]);
  });

  test('every case is named after a code of the catalogue', () => {
    expect(cases.filter((name) => !(codes as readonly string[]).includes(name.slice(0, 5)))).toEqual([]);
  });
});
