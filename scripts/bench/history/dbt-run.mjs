import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { requireCommand } from '../../setup/command.mjs';
import { inVirtualEnvironment } from '../../setup/places.mjs';
import { warehouseFile } from './warehouse.mjs';

/** The profile `bench` for a project in `<folder>/dbt`. @param {string} folder */
export async function writeProfile(folder) {
  const database = warehouseFile(folder);
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
 * @returns {Promise<number>} seconds from the start of its first node until the warehouse is written, hooks and what DuckDB
 *   puts off until its file is closed included: how long dbt takes to start and to stop says nothing about SQL
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
  const timing = (await readResults(target)).flatMap((result) => result.timing);
  const { mtimeMs } = await stat(warehouseFile(folder));
  const ends = [mtimeMs, ...timing.map((step) => Date.parse(step.completed_at))];
  return (Math.max(...ends) - Math.min(...timing.map((step) => Date.parse(step.started_at)))) / 1000;
}

/**
 * What the last command of dbt took, hooks included.
 *
 * @param {string} target its target folder
 * @returns {Promise<number>} seconds, the sum of its nodes'
 */
export async function secondsInNodes(target) {
  const results = await readResults(target);
  return results.reduce((sum, result) => sum + result.execution_time, 0);
}

/**
 * @typedef {object} NodeResult
 * @property {number} execution_time seconds
 * @property {readonly {started_at: string, completed_at: string}[]} timing
 */

/** @param {string} target @returns {Promise<readonly NodeResult[]>} */
async function readResults(target) {
  return JSON.parse(await readFile(path.join(target, 'run_results.json'), 'utf8')).results;
}
