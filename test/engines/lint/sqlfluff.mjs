/** sqlfluff over a repository and what dbt made of it, in one Python process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { folderOf, python, PYTHON_VARIABLES } from '../lib/environment.mjs';

/**
 * Findings of sqlfluff, with the `.sqlfluff` of the repository: every rule for models as emitted. Everything else only
 * has to parse: the quotes and the blank lines of compiled models, and the statements around them, are dbt's.
 *
 * @param project folder of the emitted repository
 * @param sql     what `sqlOfRun` found
 * @returns {Promise<{path, line, rule, what}[]>}
 */
export async function sqlfluff(project, sql) {
  const requested = sql
    .filter(({ state }) => state !== 'sent')
    .map((each) => ({ path: each.path, ...settings(project, each) }));
  const interpreter = await python('lint');
  const cache = folderOf('sqlfluff');
  mkdirSync(cache, { recursive: true });
  const config = path.join(project, '.sqlfluff');
  const script = fileURLToPath(new URL('sqlfluff_session.py', import.meta.url));
  const child = spawn(interpreter, [script, '--cache', path.join(cache, 'findings.json')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...PYTHON_VARIABLES },
  });
  const exited = once(child, 'exit');
  child.stdin.end(JSON.stringify({ config, files: requested }));
  const answer = await text(child.stdout);
  const [status] = await exited;
  if (status !== 0) throw new Error(`sqlfluff ended with ${status}`);
  return JSON.parse(answer).findings.filter((finding) => !isKnown(finding));
}

function settings(project, { state, path: file }) {
  if (state === 'compiled') return { templater: 'raw', rules: 'none' };
  const isModel = path.relative(project, file).startsWith(`models${path.sep}`);
  return { templater: 'jinja', rules: isModel ? 'all' : 'none' };
}

/** sqlfluff 4.5 has no grammar for the MERGE that dbt-duckdb itself writes. */
const isKnown = ({ rule, what }) => rule === 'PRS' && /\bUPDATE BY NAME\b/i.test(what);
