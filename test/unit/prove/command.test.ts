import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../../generator/commands/command-line.js';

/** What `dbtgen prove` says where it comes to no proof; proofs themselves are in the end-to-end tests. */
describe('dbtgen prove', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dbtgen-prove-command-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
    let [out, err] = ['', ''];
    const code = await runCommandLine(['prove', folder, ...words], {
      out: { write: (text) => void (out += text), isTerminal: false },
      err: { write: (text) => void (err += text), isTerminal: false },
    });
    return { code, out, err };
  }

  test.each(['0', '-1', '1.5', 'many', '1e9', ''])('refuses "%s" as a number of keys', async (word) => {
    const { code, err } = await run(`--keys=${word}`);
    expect(code).toBe(2);
    expect(err).toContain('It must be a whole number above 0.');
  });

  test('a folder of profiles goes with a target', async () => {
    expect(await run('--profiles-dir', '.')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--profiles-dir goes with --target') as string,
    });
  });

  test('of a target it says that there is no dbt, with the remedy for a warehouse', async () => {
    writeFileSync(join(folder, 'project.yml'), '{project: days, dialect: snowflake, description: Days}');
    expect(await run('--target', 'dev', '--dbt', '/no/such/dbt')).toEqual({
      code: 1,
      out: '',
      err: 'error: there is no dbt called "/no/such/dbt": install it with the adapter of your warehouse, or name it with --dbt <path>\n',
    });
  });

  test('tells what is wrong with the blueprints, and runs nothing', async () => {
    const { code, err } = await run();
    expect({ code, told: /DG\d{3}/.test(err) }).toEqual({ code: 1, told: true });
    const { out } = await run('--format', 'json');
    expect(JSON.parse(out)).toMatchObject({ version: 1, outcome: 'invalid' });
  });

  test('says what there is where nothing can be proven', async () => {
    writeFileSync(
      join(folder, 'project.yml'),
      [
        '{project: days, dialect: duckdb, description: Days}',
        '--- {calendar: date, description: Days, start: 2024-01-01, end: 2024-12-31}',
      ].join('\n'),
    );
    expect(await run('--dbt', '/no/such/dbt')).toEqual({
      code: 0,
      out: [
        'dimension date: not covered: a calendar has no history; facts are compared with its days',
        'nothing here has a history that could be proven',
        '',
      ].join('\n'),
      err: '',
    });
  });
});
