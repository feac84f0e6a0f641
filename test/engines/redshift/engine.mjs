/**
 * Redshift: dbt-redshift and its real driver on PostgreSQL, behind a wire proxy that rewrites Redshift's own syntax
 * and refuses what Redshift's manual forbids (proxy.mjs, rewrite.mjs), with Redshift's functions added (shims.sql).
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { postgres } from '../lib/machine.mjs';
import { pinnedPython } from '../lib/pins.mjs';
import { checked } from '../lib/self-check.mjs';
import { findPgOnly, loadParser } from './pg-only.mjs';

export const python = 'dbt';
const script = fileURLToPath(new URL('engine.sh', import.meta.url));

/** What it is executed on; PostgreSQL is the machine's own. */
export function label() {
  const adapter = pinnedPython('duckdb/requirements.txt', 'dbt-redshift');
  return `dbt-redshift ${adapter} on PostgreSQL (15 or newer) behind a proxy that rewrites and refuses, and a search for what only PostgreSQL knows`;
}

/** Whether it is the warehouse itself. */
export const real = 'no; never run on Redshift';

/** What this stand-in cannot show. */
export const limits = [
  "Nothing was compared with a real Redshift: the planner, the executor and the error messages are PostgreSQL's.",
  'Distribution keys, sort keys, encodings, backup and late-binding views are read and dropped, without effect.',
  'The lengths of VARCHAR count characters, not bytes; the folding of quoted names is that of PostgreSQL.',
  'SUPER, PartiQL, QUALIFY, COPY, UNLOAD, temporary names with #, Spectrum and data sharing are not emulated.',
  'What Redshift refuses is refused as far as its manual says so and redshift/rewrite.mjs knows it.',
  "Syntax and functions that only PostgreSQL has are looked for by name in all that was sent; a boolean column cast to text can't be seen.",
  'A type or a rule of implicit casts in which PostgreSQL is more generous than Redshift may go unseen.',
  "PostgreSQL's locks and isolation levels are not those of Redshift; nothing runs concurrently.",
  'shims.sql gives the functions that PostgreSQL lacks, by the manual of Redshift.',
];

export const requireMachine = postgres;

export function output({ port = 5439 } = {}) {
  return {
    type: 'redshift',
    host: '127.0.0.1',
    port,
    user: 'lab',
    password: 'unused',
    dbname: 'lab',
    schema: 'dw',
    threads: 1,
    sslmode: 'disable',
    retries: 0,
    connect_timeout: 5,
  };
}

export async function start({ work }) {
  // PostgreSQL refuses to run as root; its own user must be able to enter the folder, so not below `work`.
  const home = mkdtempSync(path.join(tmpdir(), 'dbtgen-redshift-'));
  chmodSync(home, 0o755);
  const folder = path.join(home, 'engine');
  const printed = execFileSync('sh', [script, 'start', folder], {
    encoding: 'utf8',
    env: { ...process.env, PG_BIN: postgres() },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ports = Object.fromEntries(
    printed
      .trim()
      .split('\n')
      .map((line) => line.split('=')),
  );
  const statements = path.join(folder, 'statements.sql');
  return {
    output: output({ port: Number(ports.ENGINE_REDSHIFT_PORT) }),
    options: { port: Number(ports.ENGINE_POSTGRES_PORT) },
    statements,
    stop() {
      copyFileSync(statements, path.join(work, 'all-statements.sql'));
      execFileSync('sh', [script, 'stop', folder], { stdio: 'ignore' });
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** What of the statements in a file only PostgreSQL knows, a line each. */
export async function findings(file) {
  const parser = await loadParser(import.meta.dirname);
  const sent = readFileSync(file, 'utf8');
  return findPgOnly(parser, sent).map(({ line, what }) => `${path.basename(file)}:${line}: ${what}`);
}

/** Does it still answer as statements.sql notes? {ok, passed, total, output} */
export function selfCheck() {
  return checked('sh', [fileURLToPath(new URL('check.sh', import.meta.url))]);
}
