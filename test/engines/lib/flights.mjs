/** Raw rows of the flights example, cut into loads. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareFlightData } from '../../../scripts/setup/flight-data.mjs';
import { flightData } from '../../../scripts/setup/places.mjs';

export const blueprints = fileURLToPath(new URL('../../../blueprints/flights', import.meta.url));

/** The tables that name things; they come whole and never change. */
const LISTS = ['airlines', 'airports', 'planes'];

/**
 * Writes a plan in which each load appends the flights of some days, and answers its path. Raw rows are text, as files are.
 *
 * @param {string} scratch a folder for the plan and the cut files
 * @param {{periods: (readonly [string, string])[], repeat: 'last load' | 'nothing', dumped: 'models' | readonly string[]}} story
 *   first and last day of each load, as `01-31`; `repeat`: what is run once more at the end, without new rows; `dumped`: all
 *   models after each load, or these at the end
 * @throws when the data package is not installed; `npm start` and `npm test` install it
 */
export async function flightsPlan(scratch, { periods, repeat, dumped }) {
  await prepareFlightData({ run: (_title, work) => work(() => {}) });
  const lists = await Promise.all(
    LISTS.map((table) => seed(table, path.join(flightData, `${table}.csv`), 'replace')),
  );
  const files = await cutFlights(scratch, periods);
  const loads = await Promise.all(
    files.map(async (file, index) => ({
      seeds: [...(index === 0 ? lists : []), await seed('flights', file, 'append')],
      load_at: `2014-01-0${index + 1} 06:00:00`,
    })),
  );
  if (repeat === 'last load') loads.push({ load_at: loads.at(-1).load_at });
  if (dumped !== 'models') for (const load of loads.slice(0, -1)) load.dump = [];
  const file = path.join(scratch, 'plan.json');
  await writeFile(file, JSON.stringify({ loads, dump: dumped }, null, 2));
  return file;
}

async function seed(table, csv, mode) {
  const [header] = (await readFile(csv, 'utf8')).split(/\r?\n/, 1);
  const columns = header.split(',').map((name) => ({ name: name.replaceAll('"', ''), type: 'string' }));
  return { schema: 'raw_flights', table, csv, columns, mode };
}

/** A file per period; a flight belongs to the day on which it was to leave, in New York. No cell of the file is quoted. */
async function cutFlights(scratch, periods) {
  const text = await readFile(path.join(flightData, 'flights.csv'), 'utf8');
  const [header, ...lines] = text.trimEnd().split(/\r?\n/);
  const days = lines.map((line) => {
    const [, month, day] = line.split(',', 3);
    return `${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  });
  return Promise.all(
    periods.map(async ([first, last], index) => {
      const chosen = lines.filter((_, at) => days[at] >= first && days[at] <= last);
      const file = path.join(scratch, `flights-${index + 1}.csv`);
      await writeFile(file, `${[header, ...chosen].join('\n')}\n`);
      return file;
    }),
  );
}
