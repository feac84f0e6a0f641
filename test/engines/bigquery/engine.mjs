/**
 * BigQuery: dbt-bigquery against a REST server of ours (server.mjs) whose SQL is executed by Google's ZetaSQL (lab.mjs).
 *
 * Cannot show cost, pruning, quotas, concurrency, time travel, NUMERIC(p,s) and STRING(n) limits on write.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { openSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { zetasql } from '../lib/environment.mjs';

export const python = 'bq';

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

export async function start({ work }) {
  const packages = path.join(await zetasql(), 'node_modules');
  const port = await freePort();
  const console_ = openSync(path.join(work, 'server.log'), 'w');
  const server = spawn(
    process.execPath,
    [
      '--no-warnings',
      fileURLToPath(new URL('server.mjs', import.meta.url)),
      '--port',
      String(port),
      '--log',
      path.join(work, 'statements.jsonl'),
    ],
    { stdio: ['ignore', console_, console_], env: { ...process.env, NODE_PATH: packages } },
  );
  await listening(port, server);
  return {
    output: output({ port }),
    options: { port },
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
