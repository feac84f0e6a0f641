import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { embeddedTarget } from '../../dialects/embedded-engine.js';
import type { GeneratedFile } from '../render/repository.js';
import { type DbtOutcome, runDbt } from './dbt-runner.js';
import type { Exchange } from './proof-tree.js';
import type { Row } from './value.js';

/** A folder of its own, outside everything of the user's, with a generated repo and a warehouse that is one file. */
export interface Laboratory {
  readonly exchange: Exchange;
  /** Writes the repo anew. */
  readonly build: (files: readonly GeneratedFile[], profile: string) => Promise<void>;
  /** Throws the warehouse away, and all rows. */
  readonly empty: () => Promise<void>;
  readonly writeRows: (file: string, rows: readonly Row[]) => Promise<void>;
  /** The rows of a file, none where it isn't there. */
  readonly readRows: (file: string) => Promise<readonly Row[]>;
  readonly run: (loadAt: string, options: readonly string[]) => Promise<DbtOutcome>;
  readonly remove: () => Promise<void>;
}

/**
 * Makes a laboratory in the temporary folder of the system.
 *
 * @param program dbt, as a name or a path
 */
export async function openLaboratory(program: string): Promise<Laboratory> {
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
    exchange,
    build: async (files, profile) => {
      for (const { path, text } of files) {
        const target = join(project, path);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, text);
      }
      const target = embeddedTarget(warehouse, Math.min(4, availableParallelism()));
      // JSON is YAML, and quotes any path rightly.
      const profilesYaml = JSON.stringify({ [profile]: { target: 'prove', outputs: { prove: target } } });
      await writeFile(join(profiles, 'profiles.yml'), profilesYaml);
    },
    empty: async () => {
      for (const name of [warehouse, `${warehouse}.wal`]) await rm(name, { force: true });
      await rm(rows, { recursive: true, force: true });
      await mkdir(rows);
    },
    writeRows: async (name, content) => {
      await writeFile(name, `${content.map((row) => JSON.stringify(row)).join('\n')}\n`);
    },
    readRows: async (name) => {
      const text = await readFile(name, 'utf8').catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
        throw error;
      });
      return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]));
    },
    run: (loadAt, options) =>
      runDbt({ program, project, profiles }, ['run', ...options], { load_at: loadAt }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
