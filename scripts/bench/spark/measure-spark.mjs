import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { each, empty, kindsOfLoad, rounds, rowsOf, states } from '../history/measure-history.mjs';
import { loadTime } from '../history/people.mjs';
import { median } from '../median.mjs';
import { deliveriesInSpark } from './persons-in-spark.mjs';
import { sparkContenders } from './spark-contenders.mjs';

/**
 * Brings every contender to the same history, then takes each load from there; a table is brought back by Delta's own
 * versions.
 *
 * @param {string} folder for projects and tables
 * @param {import('./spark-warehouse.mjs').Spark} spark
 * @param {import('../../setup/steps.mjs').Steps} steps
 * @returns {Promise<import('../history/history-results.mjs').Took[]>}
 */
export async function measureSpark(folder, spark, steps) {
  await spark.sql(['create schema if not exists raw']);
  const taken = sparkContenders.map((contender) => ({
    contender,
    place: path.join(folder, contender.schema),
    kept: /** @type {string[]} */ ([]),
    seconds: empty(),
    versions: empty(),
  }));
  for (const { contender, place, kept } of taken)
    await steps.run(`${contender.name}, ${contender.reads}: history`, async () => {
      kept.push(...(await bringUp(contender, place, spark)));
      return undefined;
    });
  for (let round = 1; round <= rounds; round += 1)
    for (const load of kindsOfLoad)
      await steps.run(`round ${round} of ${rounds}, ${load}`, async (report) => {
        for (const { contender, place, kept, seconds, versions } of taken) {
          report(contender.name);
          await spark.sql([...kept, rawPersons(rowsOf(contender.reads, load, deliveriesInSpark))]);
          const { schema, history, command } = contender;
          seconds[load].push(await spark.dbt(place, schema, command(loadTime(states))));
          const counted = `select count(*) from ${schema}.${history} where person_id is not null`;
          versions[load].push(Number((await spark.sql([counted]))[0]?.[0]));
        }
        return undefined;
      });
  return taken.map(({ contender, seconds, versions }) => ({
    contender,
    seconds: each(seconds, median),
    versions: each(versions, median),
  }));
}

/**
 * @param {import('./spark-contenders.mjs').SparkContender} contender
 * @param {string} place
 * @param {import('./spark-warehouse.mjs').Spark} spark
 * @returns {Promise<string[]>} the statements that bring its tables back
 */
async function bringUp(contender, place, spark) {
  await mkdir(place, { recursive: true });
  await contender.prepare(place);
  for (let revision = 0; revision < states; revision += 1) {
    await spark.sql([rawPersons(deliveriesInSpark({ from: revision, to: revision + 1, oneIn: 1 }))]);
    await spark.dbt(place, contender.schema, contender.command(loadTime(revision)));
  }
  const kept = [];
  for (const name of contender.tables) {
    const table = `${contender.schema}.${name}`;
    const [newest] = await spark.sql([`describe history ${table} limit 1`]);
    kept.push(`restore table ${table} to version as of ${newest?.[0]}`);
  }
  return kept;
}

const rawPersons = (/** @type {string} */ rows) =>
  `create or replace table raw.person using delta as ${rows}`;
