/**
 * Redshift: dbt-redshift and its real driver on PostgreSQL 15, behind a wire proxy that rewrites Redshift's own syntax
 * and refuses what Redshift's manual forbids (proxy.mjs, rewrite.mjs), with Redshift's functions added (shims.sql).
 *
 * Cannot show the effect of dist and sort keys, encodings, VARCHAR lengths in bytes, case folding of quoted names, or
 * syntax that only PostgreSQL has (pg-only.mjs looks for that in the statements that were sent).
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const python = 'dbt';
const script = fileURLToPath(new URL('engine.sh', import.meta.url));

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
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ports = Object.fromEntries(
    printed
      .trim()
      .split('\n')
      .map((line) => line.split('=')),
  );
  return {
    output: output({ port: Number(ports.ENGINE_REDSHIFT_PORT) }),
    options: { port: Number(ports.ENGINE_POSTGRES_PORT) },
    stop() {
      copyFileSync(path.join(folder, 'statements.sql'), path.join(work, 'statements.sql'));
      execFileSync('sh', [script, 'stop', folder], { stdio: 'ignore' });
      rmSync(home, { recursive: true, force: true });
    },
  };
}
