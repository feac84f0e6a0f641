import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { median } from '../median.mjs';
import { dbtgenContender } from './dbtgen-contender.mjs';
import { deliveries, loadTime, rawTable } from './people.mjs';
import { bringBack, inWarehouse, keepWarehouse } from './warehouse.mjs';

const rounds = 3;
const versions = { short: 2, long: 20 };
const oneIn = 100;

/**
 * @typedef {object} MeasuredLength
 * @property {number} short versions of each key
 * @property {number} long
 * @property {{short: number, long: number}} seconds medians of a load that brings one key in a hundred
 */

/**
 * The same load on a short and on a long history.
 *
 * @param {string} folder
 * @param {import('../../setup/steps.mjs').Steps} steps
 * @returns {Promise<MeasuredLength>}
 */
export async function measureLength(folder, steps) {
  const contender = dbtgenContender('delta');
  const seconds = { short: /** @type {number[]} */ ([]), long: /** @type {number[]} */ ([]) };
  const lengths = /** @type {const} */ (['short', 'long']);
  const place = (/** @type {string} */ length) => path.join(folder, length);
  for (const length of lengths)
    await steps.run(`history of ${versions[length]} versions a key`, async () => {
      await mkdir(place(length), { recursive: true });
      await contender.prepare(place(length));
      await deliver(place(length), { from: 0, to: versions[length], oneIn: 1 });
      await contender.load(place(length), loadTime(versions[length] - 1));
      await deliver(place(length), { from: versions[length], to: versions[length] + 1, oneIn });
      await keepWarehouse(place(length));
      return undefined;
    });
  for (let round = 1; round <= rounds; round += 1)
    await steps.run(`length of history, round ${round} of ${rounds}`, async () => {
      for (const length of lengths) {
        await bringBack(place(length));
        seconds[length].push(await contender.load(place(length), loadTime(versions[length])));
      }
      return undefined;
    });
  return { ...versions, seconds: { short: median(seconds.short), long: median(seconds.long) } };
}

/** @param {string} place @param {Parameters<typeof deliveries>[0]} wanted */
const deliver = (place, wanted) => inWarehouse(place, (run) => run(rawTable(deliveries(wanted))));
