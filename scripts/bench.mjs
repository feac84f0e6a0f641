/**
 * `npm run bench`: how fast dbtgen is on a large warehouse, against dbt and against what Node can do at all; and how fast
 * what it emits keeps the history of a million keys, against dbt's snapshots and SQLMesh. `npm run bench -- build` and
 * `npm run bench -- history` measure one of them.
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
  if (more.length || (wanted !== undefined && wanted !== 'build' && wanted !== 'history'))
    throw new SetupFailure('`npm run bench` takes one word: build or history. Without one it measures both.');
  await prepareNodePackages(steps);
  await prepareBuild(steps);
  await preparePythonEnvironment(steps);
  if (wanted !== 'history') {
    const { runBench } = await import('./bench/run-bench.mjs');
    await runBench(steps);
  }
  if (wanted !== 'build') {
    const { prepareSqlmesh } = await import('./bench/history/sqlmesh-environment.mjs');
    await prepareSqlmesh(steps);
    const { runHistoryBench } = await import('./bench/run-history-bench.mjs');
    await runHistoryBench(steps);
  }
  return 0;
});
