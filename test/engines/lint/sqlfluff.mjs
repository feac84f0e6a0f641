/** sqlfluff over a repository and what dbt made of it, in one Python process. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { folderOf, python } from '../lib/environment.mjs';

/** Jinja leaves blank lines and deep indentation in what dbt compiles, so its layout says nothing. */
const ALL_BUT_LAYOUT = 'aliasing,ambiguous,capitalisation,convention,references,structure';

/**
 * Findings of sqlfluff, with the `.sqlfluff` of the repository: every rule for models as emitted, every rule but layout
 * for models as compiled. Everything else, dbt's own statements among it, only has to parse.
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
  const { status, stdout, error } = spawnSync(
    interpreter,
    [
      fileURLToPath(new URL('sqlfluff_session.py', import.meta.url)),
      '--cache',
      path.join(cache, 'seen.json'),
    ],
    {
      input: JSON.stringify({ config, files: requested }),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  if (error) throw error;
  if (status !== 0) throw new Error(`sqlfluff ended with ${status}`);
  return JSON.parse(stdout).findings.filter((finding) => !isKnown(finding));
}

function settings(project, { state, path: file, text }) {
  const inProject = path.relative(project, file);
  if (state === 'emitted')
    return { templater: 'jinja', rules: inProject.startsWith(`models${path.sep}`) ? 'all' : 'none' };
  const isModel = file.includes(`${path.sep}compiled${path.sep}`) && !file.includes('.yml');
  // A model without a statement is one that dbt did not get to.
  return { templater: 'raw', rules: isModel && text.trim() !== '' ? ALL_BUT_LAYOUT : 'none' };
}

/** sqlfluff 4.1 has no grammar for the MERGE that dbt-duckdb itself writes. */
const isKnown = ({ rule, what }) => rule === 'PRS' && /\bUPDATE BY NAME\b/i.test(what);
