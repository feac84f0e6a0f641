/**
 * PostgreSQL: itself, a throw-away server of the version that the machine has, and the real dbt-postgres.
 *
 * The server's time zone has summer time, so that what leans on the session shows.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { postgres } from '../lib/machine.mjs';
import { pinnedPython } from '../lib/pins.mjs';

export const python = 'dbt';

/** What it is executed on; PostgreSQL is the machine's own. */
export function label() {
  return `dbt-postgres ${pinnedPython('duckdb/requirements.txt', 'dbt-postgres')} on PostgreSQL (15 or newer) itself`;
}

/** Whether it is the warehouse itself. */
export const real = 'yes';

/** Any dbt process reaches it by its profile alone, so `dbtgen prove --target` can be run on it. */
export const takesAnyDbt = true;

/** What this cannot show. */
export const limits = [
  'One server with one user on one machine: replication, extensions, poolers and hosted variants are not run.',
  'Its database has the collation C.UTF-8: with another one, `<`, `order by`, least and greatest of texts follow that collation.',
  'Concurrent writers and grants are not shown, nor what indexes do for a query.',
];

export const requireMachine = postgres;
const script = fileURLToPath(new URL('server.sh', import.meta.url));
const locale = ['--locale=C.UTF-8'];

export function output({ port = 5432 } = {}) {
  return {
    type: 'postgres',
    host: '127.0.0.1',
    port,
    user: 'lab',
    password: 'unused',
    dbname: 'lab',
    schema: 'dw',
    threads: 1,
    retries: 0,
    connect_timeout: 5,
  };
}

export async function start() {
  // PostgreSQL refuses to run as root; its own user must be able to enter the folder.
  const home = mkdtempSync(path.join(tmpdir(), 'dbtgen-postgres-'));
  chmodSync(home, 0o755);
  const folder = path.join(home, 'server');
  const printed = execFileSync('sh', [script, 'start', folder, ...locale], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TZ: 'America/New_York' },
  });
  const port = Number(/^ENGINE_POSTGRES_PORT=(\d+)$/m.exec(printed)[1]);
  return {
    output: output({ port }),
    options: { port },
    stop() {
      execFileSync('sh', [script, 'stop', folder], { stdio: 'ignore' });
      rmSync(home, { recursive: true, force: true });
    },
  };
}
