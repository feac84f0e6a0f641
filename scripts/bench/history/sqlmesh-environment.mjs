import { at, programIn } from '../../setup/places.mjs';
import { makeEnvironment } from '../../setup/python-environment.mjs';

const requirements = 'scripts/bench/history/requirements-sqlmesh.txt';
const folder = at('.cache', 'sqlmesh');

export const sqlmeshPython = programIn(folder, 'python');

/** Makes the environment of SQLMesh, whose packages don't go together with dbt's. @param {import('../../setup/steps.mjs').Steps} steps */
export async function prepareSqlmesh(steps) {
  await steps.run('Python environment with SQLMesh', (report) =>
    makeEnvironment(folder, [requirements], report, async (install) => {
      await install('-r', at(requirements));
    }),
  );
}
