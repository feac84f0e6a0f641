/**
 * Everything that is installed and not written by us: Python environments, npm packages, jars.
 *
 * They live outside the repository, in DBTGEN_ENGINES (default: ~/.cache/dbtgen/engines), one folder per content hash of
 * what was asked for, so a changed pin makes a new folder. DBTGEN_ENVS names a folder of ready Python environments
 * (`dbt`, `bq`, `spark`, `dbt2`, `zetasql`, `lint`), which are then used instead.
 *
 *   node environment.mjs python <name>     prints the Python of one environment, installing it if need be
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { python311, requireMaven } from './machine.mjs';

export const ENGINES = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const HOME = path.resolve(process.env.DBTGEN_ENGINES ?? path.join(homedir(), '.cache', 'dbtgen', 'engines'));

const REQUIREMENTS = {
  dbt: 'duckdb/requirements.txt',
  bq: 'bigquery/requirements.txt',
  spark: 'spark/requirements.txt',
  dbt2: 'lib/requirements-dbt2.txt',
  zetasql: 'bigquery/requirements-wasm.txt',
  lint: 'lint/requirements.txt',
};

/** A folder of this name beside what is installed, for what can be made anew. */
export function folderOf(name) {
  return path.join(HOME, name);
}

/**
 * Variables for every Python that is started: it keeps what it compiles beside the environments. They are installed
 * uncompiled by uv, and a start of dbt that compiles all of it anew takes nearly twice as long. An empty variable is unset.
 */
export const PYTHON_VARIABLES = { PYTHONPYCACHEPREFIX: folderOf('bytecode'), PYTHONDONTWRITEBYTECODE: '' };

/** Path of the Python that runs the environment `name`. */
export async function python(name) {
  if (process.env.DBTGEN_ENVS) {
    const ready = path.join(process.env.DBTGEN_ENVS, name, 'bin', 'python');
    if (existsSync(ready)) return ready;
  }
  const requirements = path.join(ENGINES, REQUIREMENTS[name]);
  const folder = await installed(`python-${name}`, requirements, (target) => {
    const interpreter = python311();
    if (succeeds('uv', ['--version'])) {
      run('uv', ['venv', '--quiet', '--python', interpreter, target]);
      run('uv', [
        'pip',
        'install',
        '--quiet',
        '--python',
        path.join(target, 'bin', 'python'),
        '-r',
        requirements,
      ]);
    } else {
      run(interpreter, ['-m', 'venv', target]);
      run(path.join(target, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '-r', requirements]);
    }
  });
  return path.join(folder, 'bin', 'python');
}

/** Folder that holds the `node_modules` of the BigQuery stand-in. */
export function zetasql() {
  const manifest = path.join(ENGINES, 'bigquery', 'package.json');
  return installed('node-zetasql', manifest, (target) => {
    mkdirSync(target, { recursive: true });
    writeFileSync(path.join(target, 'package.json'), readFileSync(manifest));
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], {
      cwd: target,
    });
  });
}

/** Folder that holds the newer ZetaSQL: `zetasql.wasm` and `zetasql.desc`. */
export async function zetasqlWasm() {
  const interpreter = await python('zetasql');
  const script = path.join(ENGINES, 'bigquery', 'export-zetasql.py');
  return installed('zetasql-wasm', script, (target) => run(interpreter, ['-B', script, target]));
}

/** Folder of the jars that Spark needs for Delta and Iceberg. */
export function jars() {
  const pom = path.join(ENGINES, 'spark', 'pom.xml');
  return installed('spark-jars', pom, (target) => {
    requireMaven();
    mkdirSync(target, { recursive: true });
    const goal = ['dependency:copy-dependencies', '-DexcludeTransitive=true', `-DoutputDirectory=${target}`];
    run('mvn', ['-B', '-q', '-f', pom, ...goal]);
  });
}

/** Runs `install` once per content of `spec`, also when several processes ask at the same time. */
async function installed(name, spec, install) {
  const version = createHash('sha256').update(readFileSync(spec)).digest('hex').slice(0, 12);
  const folder = path.join(HOME, `${name}-${version}`);
  const ready = path.join(folder, '.ready');
  if (existsSync(ready)) return folder;
  mkdirSync(HOME, { recursive: true });
  const lock = `${folder}.lock`;
  while (!locked(lock)) await sleep(200);
  try {
    if (existsSync(ready)) return folder;
    process.stderr.write(`installing ${name} into ${folder}\n`);
    rmSync(folder, { recursive: true, force: true });
    install(folder);
    writeFileSync(ready, '');
    return folder;
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Takes the lock file, or answers false; a lock whose owner is gone counts as free. */
function locked(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
  } catch (error) {
    if (error.code === 'ESRCH') rmSync(lock, { force: true });
  }
  return false;
}

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
  if (error) throw error;
  if (status !== 0)
    throw new Error(
      `${command} ${args.join(' ')} ended with ${status}: see above; is the network reachable?`,
    );
}

function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [kind, name] = process.argv.slice(2);
  if (kind !== 'python' || !(name in REQUIREMENTS))
    throw new Error('usage: environment.mjs python dbt|bq|spark|dbt2|zetasql|lint');
  console.log(await python(name));
}
