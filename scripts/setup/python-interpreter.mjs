import { runCommand } from './command.mjs';
import { SetupFailure } from './setup-failure.mjs';

/** What dbt-core 1.11 runs on. */
const oldest = 10;
const newest = 13;
const wanted = `Python 3.${oldest} to 3.${newest}`;

const programs = ['python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3', 'python'];

/** @typedef {{ readonly program: string, readonly version: string }} Interpreter */

/**
 * The newest Python on the PATH that dbt supports. Each candidate is asked for its version: a version
 * manager puts names on the PATH behind which there is nothing.
 *
 * @returns {Promise<Interpreter>}
 */
export async function findPython() {
  /** @type {Interpreter[]} */
  const unfit = [];
  for (const program of programs) {
    const { exitCode, output } = await runCommand(program, [
      '-c',
      'import platform; print(platform.python_version())',
    ]);
    if (exitCode !== 0) continue;
    const found = { program, version: output.trim() };
    if (isSupported(found.version)) return found;
    unfit.push(found);
  }
  const others = unfit.map(({ program, version }) => `${program} is ${version}`).join(', ');
  const found = others === '' ? 'there is no Python on the PATH' : others;
  throw new SetupFailure(`${wanted} is needed for dbt, but ${found}: install one, then run this again.`);
}

/** @param {string} version */
function isSupported(version) {
  const [major, minor] = version.split('.').map(Number);
  return major === 3 && minor !== undefined && minor >= oldest && minor <= newest;
}
