import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { requireCommand } from '../../setup/command.mjs';
import { inVirtualEnvironment } from '../../setup/places.mjs';

/** The profile `bench` for a project in `<folder>/dbt`. @param {string} folder */
export async function writeProfile(folder) {
  const database = path.join(folder, 'warehouse.duckdb');
  await mkdir(path.join(folder, 'profiles'), { recursive: true });
  await writeFile(
    path.join(folder, 'profiles', 'profiles.yml'),
    `bench:\n  target: bench\n  outputs:\n    bench: {type: duckdb, path: ${JSON.stringify(database)}, threads: 1}\n`,
  );
}

/**
 * Runs the project in `<folder>/dbt`.
 *
 * @param {string} folder
 * @param {readonly string[]} command
 * @returns {Promise<number>} seconds in its nodes, hooks included: how long dbt takes to start says nothing about SQL
 */
export async function runDbt(folder, command) {
  const target = path.join(folder, 'target');
  await requireCommand(
    `dbt ${command[0]} failed: see above.`,
    inVirtualEnvironment('dbt'),
    [
      '--no-use-colors',
      ...command,
      ...['--profiles-dir', path.join(folder, 'profiles')],
      ...['--target-path', target, '--log-path', path.join(folder, 'logs')],
    ],
    { cwd: path.join(folder, 'dbt'), environment: { DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' } },
  );
  return secondsInNodes(target);
}

/**
 * What the last command of dbt took, hooks included.
 *
 * @param {string} target its target folder
 * @returns {Promise<number>} seconds, the sum of its nodes'
 */
export async function secondsInNodes(target) {
  const { results } = JSON.parse(await readFile(path.join(target, 'run_results.json'), 'utf8'));
  return results.reduce(
    (/** @type {number} */ sum, /** @type {{execution_time: number}} */ result) =>
      sum + result.execution_time,
    0,
  );
}
