/**
 * `dbtgen prove --target` on a stand-in that any dbt reaches by itself: history holds there, a fault is found and cut
 * down to a story, and nothing is left behind.
 *
 *   node prove-on-target.mjs <target>
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dialect } from '../lib/dialects.mjs';
import { PYTHON_VARIABLES, python } from '../lib/environment.mjs';
import { postgres } from '../lib/machine.mjs';
import { createReport } from './report.mjs';

const compiled = new URL('../../../dist/', import.meta.url);
const program = fileURLToPath(new URL('generator/cli.js', compiled));
const blueprints = fileURLToPath(new URL('../prove/', import.meta.url));

/**
 * @param {string} target a name of dialects.mjs whose engine says `takesAnyDbt`
 * @param {import('./report.mjs').Report} report
 */
export async function proveOnTarget(target, report) {
  // both ways of proving below hand this process's variables to dbt
  Object.assign(process.env, PYTHON_VARIABLES);
  const { engine, settings, dbtgen } = dialect(target);
  engine.requireMachine?.(settings);
  const dbt = path.join(path.dirname(await python(engine.python)), 'dbt');
  const scratch = mkdtempSync(path.join(tmpdir(), 'dbtgen-prove-on-'));
  const work = path.join(scratch, 'work');
  mkdirSync(work);
  const started = await engine.start({ work, ...settings });
  try {
    writeFileSync(
      path.join(scratch, 'profiles.yml'),
      JSON.stringify({ kinds: { target: 'other', outputs: { lab: started.output } } }),
    );
    const where = ['--target', 'lab', '--profiles-dir', scratch, '--dbt', dbt];
    report.check(
      `${target}: prove holds`,
      await held(where),
      'every type, two loads, a repeat, a full refresh',
    );
    report.check(`${target}: prove finds a fault`, await found(dbtgen.dialect, scratch, dbt), 'as a story');
    report.check(`${target}: prove leaves nothing behind`, schemasLeft(started.options.port));
  } finally {
    await started.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function held(where) {
  const words = ['prove', blueprints, ...where, '--keys', '40', '--loads', '2', '--format', 'json'];
  const { status, stdout, stderr } = await ended([program, ...words]);
  const document = stdout ? JSON.parse(stdout) : {};
  const begins = Object.fromEntries((document.coverage ?? []).map(({ name, begins }) => [name, begins]));
  const isRight =
    status === 0 &&
    document.outcome === 'held' &&
    document.rows > 40 &&
    JSON.stringify(begins) === JSON.stringify({ thing: 'source', plain: 'source', file: 'none' });
  return isRight ? [] : [`exit code ${status}`, stderr, JSON.stringify(document, null, 1)];
}

/** How a program of ours ended; other targets go on meanwhile. */
function ended(words) {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, words, { maxBuffer: Infinity }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, stdout, stderr }),
    );
  });
}

/** No option of the command line puts a fault into what is run. */
async function found(name, profiles, dbt) {
  const load = (module) => import(new URL(module, compiled));
  const { resolveProject } = await load('generator/pipeline.js');
  const { prove } = await load('generator/prove/prove.js');
  const { dialects } = await load('dialects/index.js');
  const { project } = await resolveProject(blueprints, { dialect: name });
  const complaints = [];
  const proof = await prove(project, {
    ...{ seed: 1, keys: 40, loads: 2, dbt },
    target: { name: 'lab', profiles, dialect: dialects[name] },
    progress: () => {},
    complain: (what) => complaints.push(what),
    tampered: (file, text) =>
      file.endsWith('/dim_plain.sql')
        ? text.replace('a is distinct from _previous_a', 'a <> _previous_a')
        : text,
  });
  const told = proof.failures?.map(({ finding, isAlone }) => `${finding.name}, alone: ${isAlone}`);
  const isRight = proof.kind === 'broken' && told.join() === 'plain, alone: true';
  return [...complaints, ...(isRight ? [] : [JSON.stringify(proof, null, 1)])];
}

function schemasLeft(port) {
  const query = "select nspname from pg_namespace where nspname like 'dbtgen%'";
  const words = ['-h', '127.0.0.1', '-p', String(port), '-U', 'lab', '-d', 'lab', '-Atc', query];
  return execFileSync(path.join(postgres(), 'psql'), words, { encoding: 'utf8' }).split('\n').filter(Boolean);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const report = createReport();
  await proveOnTarget(process.argv[2], report);
  process.exitCode = report.counts().failed ? 1 : 0;
}
