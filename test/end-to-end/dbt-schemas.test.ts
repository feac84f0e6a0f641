import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emittedTrees } from '../contract/traps/emitted-trees.js';
import { put } from '../unit/write-scratch.js';
import { python } from './dbt.js';

const program = fileURLToPath(new URL('dbt-schemas.py', import.meta.url));

/** The schemas that dbt brings for its YAML files. Under DuckDB, PostgreSQL and Spark no parse applies them. */
describe("dbt's own schemas", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-schemas-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function findings(): Promise<readonly Readonly<Record<string, string>>[]> {
    const { stdout } = await promisify(execFile)(python, [program, folder], { maxBuffer: 2 ** 26 });
    return JSON.parse(stdout) as Readonly<Record<string, string>>[];
  }

  it('find nothing in any emitted repo', async () => {
    const trees = await emittedTrees();
    expect(trees.length).toBeGreaterThan(200);
    for (const { origin, dialect, files } of trees) {
      const read = files.filter(({ path: name }) => /^(models|macros)\/|^dbt_project\.yml$/.test(name));
      put(
        path.join(folder, `${dialect}.${origin}`),
        Object.fromEntries(read.map(({ path: name, text }) => [name, text])),
      );
    }
    expect(await findings()).toEqual([]);
  });

  it('find what is wrong', async () => {
    put(path.join(folder, 'duckdb.wrong'), {
      'dbt_project.yml': 'name: wrong\nmodels:\n  wrong:\n    marts:\n      materialized: table\n',
      'models/_m.yml':
        'models:\n  - name: m\n    meta: {a: 1}\n    config: {scd2_columns: [a]}\n    data_tests:\n      - unique_together: {columns: [a]}\n',
      'models/m.sql': "{{ config(\n    merge_clauses=['a'],\n    unique_key='b'\n) }}\n\nselect 1 as b\n",
    });
    expect((await findings()).map(({ what, key }) => `${what} ${key ?? ''}`.trim()).sort()).toEqual([
      'custom-key-in-config-deprecation merge_clauses',
      'custom-key-in-config-deprecation scd2_columns',
      'missing-plus-prefix-in-config-deprecation materialized',
      'property-moved-to-config-deprecation meta',
    ]);
  });
});
