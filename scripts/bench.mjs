/**
 * `npm run bench`: how fast dbtgen is on a large warehouse, against dbt and against what Node can do at all; and how fast
 * what it emits keeps the history of a million keys, against dbt's snapshots and SQLMesh, and on Spark with Delta against
 * dbt's snapshots. `npm run bench -- build`, `-- history` and `-- spark` measure one of them.
 */
import process from 'node:process';
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { runEntry } = await import('./setup/entry.mjs');
const { prepareBuild } = await import('./setup/build.mjs');
const { prepareNodePackages } = await import('./setup/node-packages.mjs');
const { preparePythonEnvironment } = await import('./setup/python-environment.mjs');
const { SetupFailure } = await import('./setup/setup-failure.mjs');

const [wanted, ...more] = process.argv.slice(2);

await runEntry(async (steps) => {
  const words = ['build', 'history', 'spark'];
  if (more.length || (wanted !== undefined && !words.includes(wanted)))
    throw new SetupFailure(
      `\`npm run bench\` takes one word: ${words.join(', ')}. Without one it measures all of them.`,
    );
  const measures = (/** @type {string} */ word) => wanted === undefined || wanted === word;
  await prepareNodePackages(steps);
  await prepareBuild(steps);
  await preparePythonEnvironment(steps);
  if (measures('build')) {
    const { runBench } = await import('./bench/run-bench.mjs');
    await runBench(steps);
  }
  if (measures('history')) {
    const { prepareSqlmesh } = await import('./bench/history/sqlmesh-environment.mjs');
    await prepareSqlmesh(steps);
    const { runHistoryBench } = await import('./bench/run-history-bench.mjs');
    await runHistoryBench(steps);
  }
  if (measures('spark')) {
    const { runSparkBench } = await import('./bench/run-spark-bench.mjs');
    await runSparkBench(steps);
  }
  return 0;
});
