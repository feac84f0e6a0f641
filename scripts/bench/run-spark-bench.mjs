import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { at } from '../setup/places.mjs';
import { historyPage } from './history/history-results.mjs';
import { measureSpark } from './spark/measure-spark.mjs';
import { openSpark } from './spark/spark-warehouse.mjs';

/**
 * The history of a million keys on Spark with Delta, kept by dbtgen and by dbt-spark's snapshots, side by side.
 *
 * @param {import('../setup/steps.mjs').Steps} steps
 */
export async function runSparkBench(steps) {
  const folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-spark-'));
  try {
    const spark = await openSpark(folder);
    try {
      const text = historyPage('History on Spark with Delta', await measureSpark(folder, spark, steps));
      console.log(`\n${text}`);
      await writeFile(at('bench-spark.md'), text);
      return 0;
    } finally {
      await spark.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
