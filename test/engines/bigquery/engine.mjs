/**
 * BigQuery: dbt-bigquery against a REST server of ours (server.mjs) whose SQL is executed by Google's ZetaSQL (lab.mjs).
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { openSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { zetasql, zetasqlWasm } from '../lib/environment.mjs';
import { requireLinux } from '../lib/machine.mjs';
import { pinnedNode, pinnedPython } from '../lib/pins.mjs';

export const python = 'bq';

/** Two builds of ZetaSQL: a native server of early 2024, and a newer WASI module that runs inside Node. */
const BACKENDS = {
  native: `native, npm ${pinnedNode('bigquery/package.json', '@fivetrandevelopers/zetasql')}`,
  wasm: `WASM, PyPI ${pinnedPython('bigquery/requirements-wasm.txt', 'zetasql')}`,
};

/** What it is executed on. @param settings as for `start` */
export function label({ backend }) {
  const adapter = pinnedPython('bigquery/requirements.txt', 'dbt-bigquery');
  return `dbt-bigquery ${adapter} on a server of our own with Google's ZetaSQL (${BACKENDS[backend]})`;
}

/** Whether it is the warehouse itself. */
export const real = "no; Google's analyzer and evaluator, never BigQuery";

/** What this stand-in cannot show. */
export const limits = [
  "Nothing was compared with a real BigQuery: syntax, types and expressions are Google's, tables, DDL, DML and the REST API are ours.",
  'Cost, pruning, quotas, slots, regions, IAM and concurrency do not exist here.',
  'The length of STRING(n) and the precision of NUMERIC(p, s) are not enforced when rows are written.',
  'Time travel reads the present; policy tags and row access policies are accepted without effect.',
  'Functions, procedures, loops, EXECUTE IMMEDIATE, JavaScript, external tables, wildcards and partitions by ingestion are not emulated.',
  'Default values of columns and SET of a field of a STRUCT in MERGE are refused here; BigQuery takes them.',
  "The rules on partitions, clustering, options and required partition filters are ours, from Google's documentation.",
  "The list of functions is ZetaSQL's: a few of BigQuery's are missing, and a few that BigQuery lacks are there.",
  'The native build knows the grammar of early 2024: no GROUP BY ALL, no pipes, no GROUPING SETS.',
  'INFORMATION_SCHEMA.PARTITIONS is empty, so what depends on its rows is not shown.',
];

export const requireMachine = requireLinux;

export function output({ port = 9050 } = {}) {
  return {
    type: 'bigquery',
    method: 'oauth-secrets', // a bare token builds plain credentials: no key file, no metadata server, no login
    token: 'not-a-real-token',
    project: 'lab',
    dataset: 'dw',
    location: 'US',
    threads: 1,
    job_retries: 0,
    job_execution_timeout_seconds: 300,
    api_endpoint: `http://127.0.0.1:${port}`,
  };
}

/** @param backend `native` or `wasm` */
export async function start({ work, backend }) {
  const packages = path.join(await zetasql(), 'node_modules');
  const port = await freePort();
  const console_ = openSync(path.join(work, 'server.log'), 'w');
  const log = path.join(work, 'statements.jsonl');
  const module = backend === 'wasm' ? { ZETASQL_WASM_DIR: await zetasqlWasm() } : {};
  const server = spawn(
    process.execPath,
    [
      '--no-warnings',
      fileURLToPath(new URL('server.mjs', import.meta.url)),
      '--port',
      String(port),
      '--log',
      log,
    ],
    {
      stdio: ['ignore', console_, console_],
      env: { ...process.env, ...module, ZETASQL_BACKEND: backend, NODE_PATH: packages },
    },
  );
  await listening(port, server);
  return {
    output: output({ port }),
    options: { port },
    statements: log,
    async stop() {
      // the server ends its native child when it is asked to; a kill would orphan it
      await fetch(`http://127.0.0.1:${port}/lab/stop`, { method: 'POST' }).catch(() => server.kill());
    },
  };
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function listening(port, server) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (server.exitCode !== null) break;
    const answer = await fetch(`http://127.0.0.1:${port}/lab/tables`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error('the BigQuery stand-in did not start: see server.log in the work folder');
}
