import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCommandLine } from '../../generator/commands/command-line.js';
import { resolveProject } from '../../generator/pipeline.js';
import { prove } from '../../generator/prove/prove.js';
import { mutantBlueprints } from '../prove/mutant-blueprints.js';
import { dbtProgram } from './dbt.js';
import { queryDuckDb } from './duckdb.js';

const documentation = fileURLToPath(new URL('../../docs/prove.md', import.meta.url));
const retail = fileURLToPath(new URL('../../blueprints/retail', import.meta.url));

async function dbtgen(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await runCommandLine(words, {
    out: { write: (text) => void (out += text), isTerminal: false },
    err: { write: (text) => void (err += text), isTerminal: false },
  });
  return { code, out, err };
}

describe('dbtgen prove', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-prove-test-'));
    const none = {
      resumed: [],
      flagged: [],
      opened: [],
      present: [],
      mixed: [],
      inside: [],
      lasting: [],
      parted: [],
      judged: [],
      inferred: [],
      remembered: [],
      profiled: [],
      referring: [],
      following: [],
      stated: [],
      restated: [],
      contested: [],
      unsent: [],
      wiped: [],
      pairs: [],
      snapshot: [],
    };
    const blueprints = mutantBlueprints({ dimensions: { changes: ['thing'], ...none }, facts: [] });
    await writeFile(path.join(folder, 'thing.yml'), blueprints);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('finds the history of the shop right', async () => {
    const { code, out, err } = await dbtgen(
      ...['prove', retail, '--keys', '40', '--loads', '3', '--dbt', dbtProgram, '--format', 'json'],
    );
    expect(err).toBe('');
    const document = JSON.parse(out) as Record<string, unknown>;
    expect({ ...document, rows: 'some', coverage: 'told' }).toEqual({
      ...{ version: 1, outcome: 'held', seed: 1, keys: 40, loads: 3, coverage: 'told' },
      ...{ rounds: 1, rows: 'some', undecided: 0, diagnostics: document['diagnostics'] },
    });
    expect(code).toBe(0);
  });

  it('tells the smallest history of a fault as a story', async () => {
    const { project } = await resolveProject(folder);
    const proof = await prove(project!, {
      ...{
        seed: 1,
        keys: 40,
        loads: 2,
        dbt: dbtProgram,
        progress: () => undefined,
        complain: () => undefined,
      },
      tampered: (file, text) =>
        file.endsWith('/dim_thing.sql')
          ? text.replace('a is distinct from _previous_a', 'a <> _previous_a')
          : text,
    });
    if (proof.kind !== 'broken') throw new Error(JSON.stringify(proof, null, 2));
    const [failure] = proof.failures;
    expect(failure?.finding).toMatchObject({ kind: 'dimension', name: 'thing' });
    expect(failure?.isAlone).toBe(true);
    const { examples } = parse(failure?.story ?? '') as {
      examples: { given: Record<string, { a: string | null }[]>; expect: { a: string | null }[] }[];
    };
    const given = examples[0]?.given['told.changes'] ?? [];
    // A change from null or to null, and nothing else.
    expect(given).toHaveLength(2);
    expect(given.filter(({ a }) => a === null)).toHaveLength(1);
    expect(examples[0]?.expect).toHaveLength(2);
    expect(await readFile(documentation, 'utf8')).toContain(failure?.story);
  });

  describe('on a target of the user', () => {
    let profiles: string;
    let warehouse: string;
    beforeAll(async () => {
      profiles = await mkdtemp(path.join(tmpdir(), 'dbtgen-prove-profiles-'));
      warehouse = path.join(profiles, 'own.duckdb');
      const outputs = {
        own: { type: 'duckdb', path: warehouse, schema: 'mine', threads: 2 },
      };
      await writeFile(path.join(profiles, 'profiles.yml'), JSON.stringify({ mutants: { outputs } }));
    });
    afterAll(() => rm(profiles, { recursive: true, force: true }));
    const where = () => ['--profiles-dir', profiles, '--dbt', dbtProgram];

    it('says what is wrong with a target, and does nothing', async () => {
      const { code, out, err } = await dbtgen('prove', folder, '--target', 'away', ...where());
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/^error: dbt can't use the target "away" of the profile "mutants": .*away.*\n$/);
    });

    it('finds history right there, and leaves nothing behind', async () => {
      const { code, out, err } = await dbtgen(
        ...['prove', folder, '--keys', '20', '--loads', '2', '--quiet', '--target', 'own', ...where()],
      );
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(
        /^dimension thing: from told\.changes on\nhistory holds: \d+ rows in 2 loads, one round, seed 1\n$/,
      );
      const schemas = await queryDuckDb(
        warehouse,
        "select schema_name from information_schema.schemata where schema_name like 'dbtgen_prove%'",
      );
      expect(schemas).toEqual([]);
    });
  });

  it('says in one line that there is no dbt, and touches nothing', async () => {
    const before = await readdir(folder);
    const { code, out, err } = await dbtgen(
      'prove',
      folder,
      '--keys',
      '1',
      '--dbt',
      '/no/such/dbt',
      '--quiet',
    );
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: 'error: there is no dbt called "/no/such/dbt": install it with `pip install dbt-core dbt-duckdb`, or name it with --dbt <path>\n',
    });
    expect(await readdir(folder)).toEqual(before);
  });
});
