/**
 * Runs an emitted dbt repo on the stand-in of its warehouse, load by load.
 *
 *   node run.mjs --dialect <name of lib/dialects.mjs> --project <dbt repo> --plan <plan.json> --out <folder>
 *
 * Before each load the plan's raw tables are replaced or appended to; then the load's dbt command runs. After each load:
 *   out/<n>/<relation>.csv     every relation of the plan's `dump`, normalised and sorted, so that files compare bytewise
 *   out/<n>/results.json       {load, nodes: [{name, status, message}], seconds, missing: [relations to dump that aren't there]}
 *   out/<n>/console.log, dbt.log
 *   out/work                   profile, target folder and logs of the engine
 * Exit 1, with the end of dbt's output, when a load does not end as its `expect` says, and when something that was sent is
 * known to be none of the warehouse's own SQL. See README.md for the plan. Several projects: lib/run-projects.mjs.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runProjects } from './lib/run-projects.mjs';

async function main() {
  const { values } = parseArgs({
    options: {
      dialect: { type: 'string' },
      project: { type: 'string' },
      plan: { type: 'string' },
      out: { type: 'string' },
    },
  });
  for (const key of ['dialect', 'project', 'plan', 'out'])
    if (!values[key]) throw new Error(`--${key} is missing`);
  const { dialect, project, plan, out } = values;
  const name = path.basename(path.resolve(project));
  const [{ failure }] = await runProjects(dialect, [{ name, project, plan, out }]);
  if (failure) throw new Error(failure);
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
