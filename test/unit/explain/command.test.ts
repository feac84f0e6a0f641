import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../../generator/commands/command-line.js';

/** What `dbtgen explain dim` says before it asks a warehouse; stories are in the end-to-end tests. */
describe('dbtgen explain dim', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dbtgen-explain-command-'));
    writeFileSync(join(folder, 'project.yml'), project('duckdb'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
    let [out, err] = ['', ''];
    const code = await runCommandLine(['explain', ...words], {
      out: { write: (text) => void (out += text), isTerminal: false },
      err: { write: (text) => void (err += text), isTerminal: false },
    });
    return { code, out, err: err.replaceAll(folder, '<folder>') };
  }
  const dim = (name: string, ...words: string[]) => run('dim', name, folder, ...words);

  test.each([
    [['custmer'], "error: unknown dimension 'custmer'\n(Did you mean customer?)\n"],
    [['nonsense'], "error: unknown dimension 'nonsense'\n"],
    [['date'], 'error: date is a calendar: only dimensions have natural keys with a history\n'],
    [['customer'], 'error: "x" is no value of id: it is a whole number\n'],
    [['undated'], 'error: nothing dates the rows of stg_shop__logs, so their order tells no story\n'],
    [
      ['member'],
      'error: city was added to the history of member (since): the story of before is not told yet\n',
    ],
  ])('%j is told in one line', async ([name = ''], err) => {
    expect(await dim(name, '--key', ['undated', 'member'].includes(name) ? '1' : 'x')).toEqual({
      code: 1,
      out: '',
      err,
    });
  });

  test('a problem is a document where one is asked for', async () => {
    const { code, out, err } = await dim('custmer', '--key', '1', '--format', 'json');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(JSON.parse(out)).toEqual({
      ...{ version: 1, outcome: 'problem', problem: "unknown dimension 'custmer'" },
      ...{ suggestion: 'customer', diagnostics: [] },
    });
  });

  test('says what is missing: the generated project, the file, dbt', async () => {
    const words = ['--key', '1', '--output', join(folder, 'dbt')];
    const none = await dim('customer', ...words);
    expect(none).toMatchObject({ code: 1, out: '' });
    expect(none.err).toMatch(
      /^error: there is no dbt project in .*dbt: generate it with `dbtgen build`, or say with --output where it is\n$/,
    );
    mkdirSync(join(folder, 'dbt'));
    writeFileSync(join(folder, 'dbt', 'dbt_project.yml'), 'name: shop\n');
    const noFile = await dim('customer', ...words, '--file', join(folder, 'no.duckdb'));
    expect(noFile.err).toMatch(/^error: there is no file .*no\.duckdb\n$/);
    expect(await dim('customer', ...words, '--dbt', '/no/such/dbt')).toEqual({
      code: 1,
      out: '',
      err: 'error: there is no dbt called "/no/such/dbt": install it with `pip install dbt-core dbt-duckdb`, or name it with --dbt <path>\n',
    });
  });

  test('of several warehouses one has to be named, unless a file is read', async () => {
    writeFileSync(join(folder, 'project.yml'), project('[postgres, duckdb]'));
    expect((await dim('customer', '--key', '1')).err).toBe(
      'error: the blueprints are built for postgres, duckdb: name one with --dialect\n',
    );
    expect((await dim('customer', '--key', '1', '--file', join(folder, 'x'))).err).toContain(
      'no dbt project',
    );
    writeFileSync(join(folder, 'project.yml'), project('postgres'));
    expect((await dim('customer', '--key', '1', '--file', join(folder, 'x'))).err).toBe(
      'error: the blueprints are built for no warehouse that is one file\n',
    );
  });

  test('wrong blueprints are told as they always are', async () => {
    writeFileSync(join(folder, 'project.yml'), 'project: [');
    const { code, err } = await dim('customer', '--key', '1');
    expect({ code, told: /DG\d{3}/.test(err) }).toEqual({ code: 1, told: true });
    const { out } = await dim('customer', '--key', '1', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({ version: 1, outcome: 'invalid' });
  });

  test('a key is needed, and a file excludes a target', async () => {
    expect((await dim('customer')).code).toBe(2);
    expect((await dim('customer', '--key', '1', '--file', 'x', '--target', 'y')).code).toBe(2);
  });

  test('codes of diagnostics are explained as before', async () => {
    expect(await run('DG201')).toMatchObject({ code: 0, err: '' });
    expect((await run('dim')).code).toBe(2);
  });
});

function project(dialect: string): string {
  const columns = '{name: id, type: bigint}, {name: city, type: string}, {name: seq, type: bigint}';
  return [
    `{project: shop, dialect: ${dialect}, description: A shop}`,
    '--- {calendar: date, description: Days, start: 2024-01-01, end: 2024-12-31}',
    '---',
    'source: shop',
    'schema: shop',
    'description: The shop',
    'tables:',
    `  - {table: customers, description: Customers, shape: snapshot, key: [id], columns: [${columns}]}`,
    `  - {table: logs, description: Changes, shape: log, key: [id], sequence: [seq], columns: [${columns}]}`,
    ...['customer', 'undated'].flatMap((name) => [
      '---',
      `dimension: ${name}`,
      'description: Customers',
      `from: shop.${name === 'undated' ? 'logs' : 'customers'}`,
      'natural_key: [id]',
      'attributes: [{name: city, scd: 1}]',
    ]),
    ...['---', 'dimension: member', 'description: Members', 'from: shop.customers', 'natural_key: [id]'],
    'attributes: [{name: city, scd: 2, since: carry}]',
  ].join('\n');
}
