import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { embeddedDialect, embeddedTarget } from '../../dialects/embedded-engine.js';
import { runDbt } from './dbt-runner.js';
import { embeddedHooks, type Exchange } from './embedded-hooks.js';
import type { Laboratory } from './laboratory.js';
import type { Row } from './value.js';
import { writeFiles } from './write-files.js';

/**
 * Makes a laboratory in the temporary folder of the system, with a warehouse that is one file.
 *
 * @param program dbt, as a name or a path
 */
export async function openEmbeddedLaboratory(program: string): Promise<Laboratory> {
  const folder = await mkdtemp(join(tmpdir(), 'dbtgen-prove-'));
  const [project, profiles, rows] = ['dbt', 'profiles', 'rows'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const place of [project, profiles, rows]) await mkdir(place);
  const warehouse = join(folder, 'warehouse.duckdb');
  const file = (kind: string) => (name: string) => join(rows, `${kind}-${name}.json`).replaceAll(sep, '/');
  const exchange: Exchange = {
    landing: file('landing'),
    asked: file('asked'),
    answered: file('answered'),
    read: file('read'),
  };
  return {
    dialect: embeddedDialect,
    places: { schemaOf: (source) => `raw_${source}`, nameOf: (_source, table) => table },
    unwritable: new Set(),
    build: async (files, bench) => {
      await writeFiles(project, [...files, ...embeddedHooks(bench, exchange)]);
      const target = embeddedTarget(warehouse, Math.min(4, availableParallelism()));
      // JSON is YAML, and quotes any path rightly.
      const profilesYaml = { [bench.project.profile]: { target: 'prove', outputs: { prove: target } } };
      await writeFile(join(profiles, 'profiles.yml'), JSON.stringify(profilesYaml));
    },
    empty: async () => {
      for (const name of [warehouse, `${warehouse}.wal`]) await rm(name, { force: true });
      await rm(rows, { recursive: true, force: true });
      await mkdir(rows);
    },
    land: (table, content) => writeRows(exchange.landing(table), content),
    ask: (dimension, states) => writeRows(exchange.asked(dimension), states),
    run: (loadAt, options) =>
      runDbt({ program, project, profiles }, ['run', ...options], { load_at: loadAt }),
    answered: (dimension) => readRows(exchange.answered(dimension)),
    stored: (model) => readRows(exchange.read(model)),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function writeRows(file: string, rows: readonly Row[]): Promise<void> {
  return writeFile(file, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
}

/** The rows of a file, none where it isn't there. */
async function readRows(file: string): Promise<readonly Row[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]));
}
