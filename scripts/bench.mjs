/** `npm run bench`: how fast dbtgen is on a large warehouse, against dbt and against what Node can do at all. */
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { runEntry } = await import('./setup/entry.mjs');
const { prepareBuild } = await import('./setup/build.mjs');
const { prepareNodePackages } = await import('./setup/node-packages.mjs');
const { preparePythonEnvironment } = await import('./setup/python-environment.mjs');

await runEntry(async (steps) => {
  await prepareNodePackages(steps);
  await prepareBuild(steps);
  await preparePythonEnvironment(steps);
  const { runBench } = await import('./bench/run-bench.mjs');
  return runBench(steps);
});
