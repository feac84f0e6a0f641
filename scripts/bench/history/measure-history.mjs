import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { median } from '../median.mjs';
import { contenders } from './contenders.mjs';
import { deliveries, keys, loadTime, rawTable, wholeTable } from './people.mjs';
import { bringBack, inWarehouse, keepWarehouse } from './warehouse.mjs';

/** Everything is measured in each round, side by side: what else the machine does then slows all of it alike. */
export const rounds = 3;

/** The states of each key that are in the table before a measured load, delivered one load after the other. */
export const states = 2;

/** One key in so many has a new state. */
export const loads = /** @type {const} */ ({ '0.1 %': 1000, '1 %': 100, '10 %': 10 });

/** @typedef {keyof typeof loads | 'repeat'} Load */

/**
 * @typedef {object} Measured
 * @property {import('./contenders.mjs').Contender} contender
 * @property {Record<Load, number>} seconds medians
 * @property {Record<Load, number>} versions in the table after the load
 */

/**
 * Brings every contender to the same history, then takes each load from there.
 *
 * @param {string} folder for projects and databases
 * @param {import('../../setup/steps.mjs').Steps} steps
 * @returns {Promise<Measured[]>}
 */
export async function measureHistory(folder, steps) {
  const places = contenders.map((contender, index) => ({
    contender,
    place: path.join(folder, `${index + 1}`),
  }));
  for (const { contender, place } of places)
    await steps.run(`${contender.name}, ${contender.reads}: history`, () => bringUp(contender, place));

  const taken = places.map(({ contender, place }) => ({
    contender,
    place,
    seconds: empty(),
    versions: empty(),
  }));
  for (let round = 1; round <= rounds; round += 1)
    for (const load of kindsOfLoad)
      await steps.run(`round ${round} of ${rounds}, ${load}`, async (report) => {
        for (const { contender, place, seconds, versions } of taken) {
          report(contender.name);
          await bringBack(place);
          await deliver(contender, place, load);
          seconds[load].push(await contender.load(place, loadTime(states)));
          versions[load].push(
            await inWarehouse(place, (run) =>
              run(`select count(*) from ${contender.table} where person_id is not null`),
            ),
          );
        }
        return undefined;
      });
  return taken.map(({ contender, seconds, versions }) => ({
    contender,
    seconds: each(seconds, median),
    versions: each(versions, median),
  }));
}

/** @type {readonly Load[]} */
export const kindsOfLoad = ['repeat', '0.1 %', '1 %', '10 %'];

/** How many versions are right after a load. @param {Load} load */
export const versionsAfter = (load) => keys * states + (load === 'repeat' ? 0 : keys / loads[load]);

/** @param {import('./contenders.mjs').Contender} contender @param {string} place */
async function bringUp(contender, place) {
  await mkdir(place, { recursive: true });
  await contender.prepare(place);
  for (let revision = 0; revision < states; revision += 1) {
    await inWarehouse(place, (run) =>
      run(rawTable(deliveries({ from: revision, to: revision + 1, oneIn: 1 }))),
    );
    await contender.load(place, loadTime(revision));
  }
  await keepWarehouse(place);
  return undefined;
}

/** @param {import('./contenders.mjs').Contender} contender @param {string} place @param {Load} load */
async function deliver({ reads }, place, load) {
  await inWarehouse(place, (run) => run(rawTable(rowsOf(reads, load, deliveries))));
}

/**
 * The query for what lies in `raw.person` at a measured load.
 *
 * @param {import('./contenders.mjs').Contender['reads']} reads
 * @param {Load} load
 * @param {import('./people.mjs').States} query
 */
export function rowsOf(reads, load, query) {
  if (load === 'repeat')
    // A tenth of the last load, or the whole table as it was.
    return query({ from: states - 1, to: states, oneIn: reads === 'changed rows' ? 10 : 1 });
  return reads === 'changed rows'
    ? query({ from: states, to: states + 1, oneIn: loads[load] })
    : wholeTable({ revision: states, oneIn: loads[load] }, query);
}

/** @returns {Record<Load, number[]>} */
export const empty = () => perLoad(() => /** @type {number[]} */ ([]));

/**
 * @param {Record<Load, number[]>} values
 * @param {(values: readonly number[]) => number} one
 */
export const each = (values, one) => perLoad((load) => one(values[load]));

/**
 * @template T
 * @param {(load: Load) => T} value
 */
const perLoad = (value) =>
  /** @type {Record<Load, T>} */ (Object.fromEntries(kindsOfLoad.map((load) => [load, value(load)])));
