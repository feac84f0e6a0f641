import { requireCommand } from '../setup/command.mjs';
import { inVirtualEnvironment } from '../setup/places.mjs';

/** dbt's line on a finished node: "12:00:00  3 of 40 OK created sql view model ...". */
const finishedNode = /\b(\d+) of (\d+) (?!START)[A-Z]+ /;
const summary = /Done\. (PASS=\d+.*)$/;

/**
 * Runs `dbt build` of a project, telling how far it is.
 *
 * @param {{ readonly project: string, readonly profiles: string }} places
 * @param {import('../setup/steps.mjs').Report} report
 * @returns {Promise<string>} dbt's own summary
 */
export async function dbtBuild({ project, profiles }, report) {
  let finished = 0;
  let outcome = '';
  await requireCommand(
    '`dbt build` failed: see above.',
    inVirtualEnvironment('dbt'),
    ['--no-use-colors', 'build', '--profiles-dir', profiles],
    {
      cwd: project,
      environment: { DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' },
      onLine: (line) => {
        const node = finishedNode.exec(line);
        if (node !== null) report(`${(finished += 1)} of ${node[2]}`);
        outcome = summary.exec(line)?.[1] ?? outcome;
      },
    },
  );
  return outcome;
}
