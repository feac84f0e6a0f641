import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { requireCommand, runCommand } from './command.mjs';
import { fingerprint } from './fingerprint.mjs';
import { at, programIn, root, virtualEnvironment } from './places.mjs';
import { findPython } from './python-interpreter.mjs';
import { SetupFailure } from './setup-failure.mjs';
import { isStamped, stamp } from './stamp.mjs';

const requirements = ['scripts/requirements.txt', 'scripts/requirements-data.txt'];

/**
 * Makes .venv with dbt, its DuckDB adapter and the flights' data package, each version pinned.
 *
 * @param {import('./steps.mjs').Steps} steps
 */
export async function preparePythonEnvironment(steps) {
  await steps.run('Python environment with dbt', (report) =>
    makeEnvironment(virtualEnvironment, requirements, report, async (install) => {
      await install('-r', at('scripts/requirements.txt'));
      await install('--no-deps', '--no-build-isolation', '-r', at('scripts/requirements-data.txt'));
    }),
  );
}

/**
 * Makes a virtual environment unless it is there, from the same files.
 *
 * @param {string} folder of the environment
 * @param {readonly string[]} files that say what is installed, below the checkout
 * @param {import('./steps.mjs').Report} report
 * @param {(install: Install) => Promise<void>} fill
 * @returns {Promise<string>} a word on what was done
 */
export async function makeEnvironment(folder, files, report, fill) {
  // The programs of a virtual environment hold its absolute path: a checkout that was moved needs a new one.
  const wanted = `${await fingerprint(files)} ${root}`;
  if (existsSync(programIn(folder, 'python')) && (await isStamped(folder, wanted))) return 'ready';

  const interpreter = await findPython();
  await rm(folder, { recursive: true, force: true });
  const create = (await hasUv()) ? createWithUv : createWithPip;
  const install = await create(interpreter, folder);
  report(`Python ${interpreter.version}, packages being installed`);
  await fill(install);
  await stamp(folder, wanted);
  return `Python ${interpreter.version}`;
}

/** @typedef {(...parameters: string[]) => Promise<string>} Install takes pip's parameters */

async function hasUv() {
  return (await runCommand('uv', ['--version'])).exitCode === 0;
}

const installFailed = 'The Python packages could not be installed: see above.';

/**
 * @param {import('./python-interpreter.mjs').Interpreter} interpreter
 * @param {string} folder
 * @returns {Promise<Install>}
 */
async function createWithUv({ program }, folder) {
  const environment = { UV_PYTHON_DOWNLOADS: 'never', VIRTUAL_ENV: folder };
  const uv = (/** @type {string[]} */ ...parameters) =>
    requireCommand(installFailed, 'uv', parameters, { environment });
  await uv('venv', '--python', program, folder);
  return (/** @type {string[]} */ ...parameters) => uv('pip', 'install', ...parameters);
}

/**
 * @param {import('./python-interpreter.mjs').Interpreter} interpreter
 * @param {string} folder
 * @returns {Promise<Install>}
 */
async function createWithPip({ program, version }, folder) {
  const { exitCode, output } = await runCommand(program, ['-m', 'venv', folder]);
  if (exitCode !== 0) {
    const minor = version.split('.').slice(0, 2).join('.');
    const remedy = `install it (on Debian and Ubuntu: apt install python${minor}-venv) or install uv, then run this again.`;
    throw /ensurepip|No module named venv/.test(output)
      ? new SetupFailure(`Python ${version} (${program}) lacks its venv module: ${remedy}`)
      : new SetupFailure(
          `Python ${version} (${program}) could not make a virtual environment: see above.`,
          output,
        );
  }
  return (/** @type {string[]} */ ...parameters) =>
    requireCommand(installFailed, programIn(folder, 'python'), [
      ...['-m', 'pip', 'install', '--disable-pip-version-check'],
      ...parameters,
    ]);
}
