import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { at } from '../setup/places.mjs';
import { writeEstate } from './estate/write-estate.mjs';
import { measureEstate } from './measure-estate.mjs';
import { resultsText } from './results.mjs';

/**
 * Writes the made-up warehouse to a temporary folder, measures and prints. A target that was missed is said and is
 * no failure: other work on the machine is enough for that. What fails is a build that fails, or a dbt that
 * can't parse it.
 *
 * @param {import('../setup/steps.mjs').Steps} steps
 */
export async function runBench(steps) {
  const folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-bench-'));
  try {
    const estate = await writeEstate(folder);
    const measured = await measureEstate(estate, steps);
    const text = resultsText(measured);
    console.log(`\n${text}`);
    await writeFile(at('bench-results.md'), text);
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
