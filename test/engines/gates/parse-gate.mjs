/**
 * Does dbt itself find anything wrong with emitted repos? No warehouse is needed.
 *
 *   node parse-gate.mjs <target> <repo> [<repo> ...]      exit 1 when either parser has anything to say
 *
 * Twice: dbt 1.11 with the dialect's adapter, deprecations as errors (dbt applies its schemas of the files only under
 * Snowflake, Redshift and BigQuery), then the parser of dbt 2.0, whose rules are stricter. The repos are not written to.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dialect } from '../lib/dialects.mjs';
import { PYTHON_VARIABLES, python } from '../lib/environment.mjs';
import { writeProfile } from '../lib/profile.mjs';

const ENVIRONMENT = {
  ...process.env,
  ...PYTHON_VARIABLES,
  DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
  DBT_USE_COLORS: 'false',
  DBT_VERSION_CHECK: 'false',
  DO_NOT_TRACK: '1',
  PII_SALT: 'pepper', // the shop's repo has no default for its salt
  // dbt 2.0 takes some adapters only when asked to
  DBT_ALLOW_EXPERIMENTAL_ADAPTERS: 'true',
};

/** A line of a trace: dbt 2.0 prints one with each finding. */
const trace = /^ +([0-9]+: |at )/;

/**
 * @param {string} target
 * @param {readonly string[]} repos
 * @param {Record<string, string>} [env] variables of dbt that the repos are run with
 * @returns {Promise<{ repo: string, parser: 'dbt 1.11' | 'dbt 2.0', text: string }[]>} what the parsers found
 */
export async function parseGate(target, repos, env = {}) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'dbtgen-parse-'));
  const place = { scratch, env: { ...ENVIRONMENT, ...env } };
  try {
    return [...(await withDbt1(target, repos, place)), ...(await withDbt2(target, repos, place))];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function withDbt1(target, repos, { scratch, env }) {
  const { engine } = dialect(target);
  const script = fileURLToPath(new URL('parse.py', import.meta.url));
  const child = spawn(await python(engine.python), [script], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env,
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const found = [];
  for (const [index, repo] of repos.entries()) {
    const profiles = path.join(scratch, `${index}-profiles`);
    writeProfile(repo, profiles, engine.output());
    const asked = { project: path.resolve(repo), profiles, target: path.join(scratch, `${index}-target`) };
    child.stdin.write(`${JSON.stringify(asked)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`dbt 1.11 ended while it parsed ${repo}`);
    for (const text of JSON.parse(value).findings) found.push({ repo, parser: 'dbt 1.11', text });
  }
  child.stdin.end();
  return found;
}

async function withDbt2(target, repos, { scratch, env }) {
  const { engine } = dialect(target);
  const output = (engine.nextOutput ?? engine.output)();
  const dbt = path.join(path.dirname(await python('dbt2')), 'dbt');
  const found = [];
  for (const [index, repo] of repos.entries()) {
    // it writes into the project's folder
    const copy = path.join(scratch, `${index}-copy`);
    cpSync(repo, copy, { recursive: true });
    writeProfile(copy, copy, output);
    const child = spawn(dbt, ['parse', '--profiles-dir', copy], {
      cwd: copy,
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
    });
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    const said = `${stdout}${stderr}`;
    if (status === 0 && !/\b(warning|error)\b/i.test(said)) continue;
    const lines = said.split('\n').filter((line) => line.trim() && !trace.test(line));
    found.push({ repo, parser: 'dbt 2.0', text: lines.join('\n') });
  }
  return found;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [target, ...repos] = process.argv.slice(2);
  if (!repos.length) throw new Error('usage: parse-gate.mjs <target> <repo> [<repo> ...]');
  const found = await parseGate(target, repos);
  for (const { repo, parser, text } of found) console.log(`${repo}: ${parser}: ${text}`);
  if (!found.length)
    console.log(`dbt 1.11 and dbt 2.0 have nothing to say about ${repos.length} repos, ${target}`);
  process.exitCode = found.length ? 1 : 0;
}
