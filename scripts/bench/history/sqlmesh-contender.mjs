import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { requireCommand } from '../../setup/command.mjs';
import { at } from '../../setup/places.mjs';
import { sqlmeshPython } from './sqlmesh-environment.mjs';
import { tracked } from './people.mjs';

const kinds = {
  BY_COLUMN: `SCD_TYPE_2_BY_COLUMN (unique_key person_id, columns [${tracked.join(', ')}])`,
  BY_TIME: 'SCD_TYPE_2_BY_TIME (unique_key person_id, updated_at_name changed_at)',
};

const model = (/** @type {keyof typeof kinds} */ kind) => `MODEL (
  name bench.person,
  kind ${kinds[kind]},
  cron '@daily',
  columns (person_id bigint, name text, email text, city text, segment text, balance decimal(12, 2), changed_at timestamp)
);

select person_id, name, email, city, segment, balance, changed_at from raw.person
`;

const config = (/** @type {string} */ database) => `gateways:
  bench:
    connection: {type: duckdb, database: ${JSON.stringify(database)}}
default_gateway: bench
model_defaults: {dialect: duckdb, start: '2024-01-01'}
disable_anonymized_analytics: true
`;

/**
 * The history of SQLMesh. A load is `plan` the first time and `run` afterwards, at the load's time.
 *
 * @param {keyof typeof kinds} kind
 * @returns {import('./contenders.mjs').Contender}
 */
export function sqlmeshContender(kind) {
  return {
    name: `SQLMesh, SCD_TYPE_2_${kind}`,
    reads: 'whole table',
    table: 'bench.person',
    async prepare(folder) {
      await mkdir(path.join(folder, 'models'), { recursive: true });
      await writeFile(path.join(folder, 'config.yaml'), config(path.join(folder, 'warehouse.duckdb')));
      await writeFile(path.join(folder, 'models', 'person.sql'), model(kind));
    },
    async load(folder, time) {
      const program = at('scripts', 'bench', 'history', 'sqlmesh_load.py');
      const printed = await requireCommand('SQLMesh failed: see above.', sqlmeshPython, [
        program,
        folder,
        time,
      ]);
      return Number(printed.trimEnd().split('\n').at(-1));
    },
  };
}
