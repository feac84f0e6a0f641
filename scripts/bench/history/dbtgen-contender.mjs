import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { requireCommand } from '../../setup/command.mjs';
import { dbtgenProgram } from '../../setup/places.mjs';
import { runDbt, writeProfile } from './dbt-run.mjs';

/** How a table of each shape is described; its operations are only what `cdc` has. */
export const shapes = {
  snapshot: { reads: /** @type {const} */ ('whole table'), operation: '' },
  delta: { reads: /** @type {const} */ ('changed rows'), operation: '' },
  cdc: {
    reads: /** @type {const} */ ('changed rows'),
    operation: '    operation: {column: op, delete: [D]}\n',
  },
};

/**
 * The persons as dbtgen's user describes them.
 *
 * @param {keyof typeof shapes} shape
 * @param {'duckdb' | 'spark'} dialect
 */
const blueprint = (shape, dialect) => `project: bench
description: The history of a million persons
dialect: ${dialect}
---
source: crm
schema: raw
description: Persons
tables:
  - table: person
    description: Persons
    shape: ${shape}
    key: [person_id]
    changed_at: changed_at
${shapes[shape].operation}    columns:
      - {name: person_id, type: bigint}
      - {name: name, type: string}
      - {name: email, type: string}
      - {name: city, type: string}
      - {name: segment, type: string}
      - {name: balance, type: 'decimal(12,2)'}
      - {name: changed_at, type: timestamp}
      - {name: op, type: string}
---
dimension: person
description: Persons
from: crm.person
natural_key: [person_id]
attributes:
  - {name: name, scd: 1}
  - {name: email, scd: 1}
  - {name: city, scd: 2}
  - {name: segment, scd: 2}
  - {name: balance, scd: 2}
`;

/**
 * Has dbtgen write its project to `<folder>/dbt`.
 *
 * @param {string} folder
 * @param {keyof typeof shapes} shape
 * @param {'duckdb' | 'spark'} dialect
 */
export async function writeDbtgenProject(folder, shape, dialect) {
  const blueprints = path.join(folder, 'blueprints');
  await mkdir(blueprints, { recursive: true });
  await writeFile(path.join(blueprints, 'bench.yml'), blueprint(shape, dialect));
  const parameters = [dbtgenProgram, 'build', blueprints, '--output', path.join(folder, 'dbt')];
  await requireCommand('dbtgen build failed: see above.', process.execPath, parameters);
}

/**
 * @param {keyof typeof shapes} shape
 * @returns {import('./contenders.mjs').Contender}
 */
export function dbtgenContender(shape) {
  return {
    name: `dbtgen, ${shape}`,
    reads: shapes[shape].reads,
    table: 'main.dim_person',
    async prepare(folder) {
      await writeDbtgenProject(folder, shape, 'duckdb');
      await writeProfile(folder);
    },
    load: (folder, time) => runDbt(folder, ['run', '--vars', JSON.stringify({ load_at: time })]),
  };
}
