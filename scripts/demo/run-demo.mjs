import { rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { DuckDBInstance } from '@duckdb/node-api';
import { requireCommand } from '../setup/command.mjs';
import { at, dbtgenProgram, root } from '../setup/places.mjs';
import { SetupFailure } from '../setup/setup-failure.mjs';
import { printAnswers, printTruth } from './answers.mjs';
import { dbtBuild } from './dbt-build.mjs';
import { loadFlights } from './load-flights.mjs';
import { printTable } from './terminal-table.mjs';

const blueprints = at('blueprints', 'flights');
const project = at('demo', 'dbt');
const profiles = at('demo', 'profiles');
const database = at('demo', 'flights.duckdb');

/**
 * Blueprints to dbt repo to warehouse to answers. The warehouse is made anew each time, so that it always
 * is what the blueprints say now.
 *
 * @param {import('../setup/steps.mjs').Steps} steps
 * @returns {Promise<number>} the exit code: 1 where an answer known beforehand is another
 */
export async function runDemo(steps) {
  await steps.run('dbtgen build blueprints/flights', async () => {
    const parameters = ['build', blueprints, '--dialect', 'duckdb', '--output', project];
    await requireCommand('dbtgen build failed: see above.', process.execPath, [dbtgenProgram, ...parameters]);
    return undefined;
  });
  await steps.run('raw tables into DuckDB', async () => {
    await removeDatabase();
    await withDatabase(loadFlights);
    return undefined;
  });
  await steps.run('dbt build', (report) => dbtBuild({ project, profiles }, report));

  const isTrue = await withDatabase(async (connection) => {
    await printAnswers(connection);
    return printTruth(connection);
  });
  printTimes(steps.times());
  console.log(
    `\nThe warehouse is ${shown(database)}, the dbt repo that built it ${shown(project)}${path.sep}.`,
  );
  console.log(`To run dbt there yourself: cd ${shown(project)}, then dbt build --profiles-dir ../profiles`);
  console.log(`with the dbt of ${shown(at('.venv'))}${path.sep}.`);
  if (!isTrue)
    console.error('\nThe warehouse does not hold what is known about these flights: see the table of facts.');
  return isTrue ? 0 : 1;
}

async function removeDatabase() {
  await rm(database, { force: true });
  await rm(`${database}.wal`, { force: true });
}

/**
 * DuckDB lets one process write at a time: the file is closed again before dbt opens it.
 *
 * @template T
 * @param {(connection: import('@duckdb/node-api').DuckDBConnection) => Promise<T>} use
 * @returns {Promise<T>}
 */
async function withDatabase(use) {
  const instance = await open();
  try {
    const connection = await instance.connect();
    try {
      return await use(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

async function open() {
  try {
    return await DuckDBInstance.create(database);
  } catch (error) {
    throw new SetupFailure(
      `${shown(database)} cannot be opened; is it open in another program?`,
      String(error),
    );
  }
}

/** @param {readonly import('../setup/steps.mjs').StepTime[]} times */
function printTimes(times) {
  const total = times.reduce((sum, { seconds }) => sum + seconds, 0);
  console.log('\nWhere the time went.');
  printTable(
    ['step', 'seconds'],
    [...times.map(({ title, seconds }) => [title, rounded(seconds)]), ['all', rounded(total)]],
  );
}

/** @param {number} seconds */
const rounded = (seconds) => Number(seconds.toFixed(1));

/** @param {string} place */
const shown = (place) => path.relative(root, place);
