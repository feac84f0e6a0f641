import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { requireCommand, runCommand } from './command.mjs';
import { fingerprint } from './fingerprint.mjs';
import { at, inVirtualEnvironment, root, virtualEnvironment } from './places.mjs';
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
  await steps.run('Python environment with dbt', async (report) => {
    // The programs of a virtual environment hold its absolute path: a checkout that was moved needs a new one.
    const wanted = `${await fingerprint(requirements)} ${root}`;
    const python = inVirtualEnvironment('python');
    if (existsSync(python) && (await isStamped(virtualEnvironment, wanted))) return 'ready';

    const interpreter = await findPython();
    await rm(virtualEnvironment, { recursive: true, force: true });
    const install = (await hasUv()) ? await createWithUv(interpreter) : await createWithPip(interpreter);
    report(`Python ${interpreter.version}, packages being installed`);
    await install('-r', at('scripts/requirements.txt'));
    await install('--no-deps', '--no-build-isolation', '-r', at('scripts/requirements-data.txt'));
    await stamp(virtualEnvironment, wanted);
    return `Python ${interpreter.version}`;
  });
}

async function hasUv() {
  return (await runCommand('uv', ['--version'])).exitCode === 0;
}

const installFailed = 'The Python packages could not be installed: see above.';

/** @param {import('./python-interpreter.mjs').Interpreter} interpreter */
async function createWithUv({ program }) {
  const environment = { UV_PYTHON_DOWNLOADS: 'never', VIRTUAL_ENV: virtualEnvironment };
  const uv = (/** @type {string[]} */ ...parameters) =>
    requireCommand(installFailed, 'uv', parameters, { environment });
  await uv('venv', '--python', program, virtualEnvironment);
  return (/** @type {string[]} */ ...parameters) => uv('pip', 'install', ...parameters);
}

/** @param {import('./python-interpreter.mjs').Interpreter} interpreter */
async function createWithPip({ program, version }) {
  const { exitCode, output } = await runCommand(program, ['-m', 'venv', virtualEnvironment]);
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
    requireCommand(installFailed, inVirtualEnvironment('python'), [
      ...['-m', 'pip', 'install', '--disable-pip-version-check'],
      ...parameters,
    ]);
}
