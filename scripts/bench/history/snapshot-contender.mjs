import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runDbt, writeProfile } from './dbt-run.mjs';
import { tracked } from './people.mjs';

const strategies = {
  check: `check\n      check_cols: [${tracked.join(', ')}]`,
  timestamp: 'timestamp\n      updated_at: changed_at',
};

const project = `name: bench
version: 1.0.0
profile: bench
`;

const snapshots = (/** @type {readonly string[]} */ config) => `sources:
  - name: raw
    tables:
      - name: person
snapshots:
  - name: person_history
    relation: source('raw', 'person')
    config:
      unique_key: person_id
      ${config.join('\n      ')}
`;

/**
 * Writes a project with a snapshot of the persons to `<folder>/dbt`.
 *
 * @param {string} folder
 * @param {keyof typeof strategies} strategy
 * @param {readonly string[]} [more] lines of its config
 */
export async function writeSnapshotProject(folder, strategy, more = []) {
  const dbt = path.join(folder, 'dbt');
  await mkdir(path.join(dbt, 'snapshots'), { recursive: true });
  await writeFile(path.join(dbt, 'dbt_project.yml'), project);
  const config = [...more, `strategy: ${strategies[strategy]}`];
  await writeFile(path.join(dbt, 'snapshots', 'person.yml'), snapshots(config));
}

/**
 * dbt's own snapshot, as its documentation shows it.
 *
 * @param {keyof typeof strategies} strategy
 * @param {import('./contenders.mjs').Contender['reads']} reads
 * @returns {import('./contenders.mjs').Contender}
 */
export function snapshotContender(strategy, reads) {
  return {
    name: `dbt snapshot, ${strategy}`,
    reads,
    table: 'main.person_history',
    async prepare(folder) {
      await writeSnapshotProject(folder, strategy);
      await writeProfile(folder);
    },
    load: (folder) => runDbt(folder, ['snapshot']),
  };
}
