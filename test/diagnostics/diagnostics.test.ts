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

/** Codes of the reading stages that no folder in a repository can show, and where they are tested. */
const elsewhere: Readonly<Record<string, string>> = {
  DG104: 'needs a file without read permission: test/unit/parse-blueprints.test.ts',
  DG105: 'needs a file of more than 5 MB: test/unit/parse-blueprints.test.ts',
};

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

  test('every code of the reading stages has a case', () => {
    const shown = new Set(cases.map((name) => name.slice(0, 5)));
    const missing = codes.filter((code) => /^DG[12]/.test(code) && !shown.has(code) && !(code in elsewhere));
    expect(missing).toEqual([]);
  });

  test('every case is named after a code of the catalogue', () => {
    expect(cases.filter((name) => !(codes as readonly string[]).includes(name.slice(0, 5)))).toEqual([]);
  });
});
