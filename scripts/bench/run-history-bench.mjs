import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { at } from '../setup/places.mjs';
import { historyPage, lengthText } from './history/history-results.mjs';
import { measureHistory } from './history/measure-history.mjs';
import { measureLength } from './history/measure-length.mjs';

/**
 * The history of a million keys, kept by dbtgen, dbt's snapshots and SQLMesh on DuckDB, side by side.
 *
 * @param {import('../setup/steps.mjs').Steps} steps
 */
export async function runHistoryBench(steps) {
  const folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-history-'));
  try {
    const measured = await measureHistory(folder, steps);
    const length = await measureLength(path.join(folder, 'length'), steps);
    const text = historyPage('History', measured) + lengthText(length);
    console.log(`\n${text}`);
    await writeFile(at('bench-history.md'), text);
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
