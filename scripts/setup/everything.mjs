import { prepareBuild } from './build.mjs';
import { prepareFlightData } from './flight-data.mjs';
import { prepareNodePackages } from './node-packages.mjs';
import { preparePythonEnvironment } from './python-environment.mjs';

/**
 * Takes a fresh clone to where the demo and every test can run. What is already there is kept; once all of it
 * is, nothing here uses the network.
 *
 * @param {import('./steps.mjs').Steps} steps
 */
export async function prepareEverything(steps) {
  await prepareNodePackages(steps);
  await prepareBuild(steps);
  await preparePythonEnvironment(steps);
  await prepareFlightData(steps);
}
