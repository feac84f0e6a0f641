import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { python } from './dbt.js';

const server = fileURLToPath(new URL('dbt-server.py', import.meta.url));
const client = fileURLToPath(new URL('dbt-client.py', import.meta.url));

/** The path of a socket has little more than a hundred bytes. */
const longestPrefix = 80;

const inShell = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

let stop: (() => Promise<void>) | undefined;

/**
 * Before the tests: most of a short command of dbt is importing dbt, so one process that has done it forks the others.
 * Where that can't be, each command is a dbt of its own.
 */
export async function setup(): Promise<void> {
  const prefix = path.join(tmpdir(), 'dbtgen-dbt-');
  if (process.platform !== 'linux' || prefix.length > longestPrefix || !existsSync(python)) return;
  const folder = await mkdtemp(prefix);
  const socket = path.join(folder, 'socket');
  const child = spawn(python, [server, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  stop = async () => {
    child.kill();
    await rm(folder, { recursive: true, force: true });
  };
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('the server of dbt does not start'))),
  ]);
  const program = path.join(folder, 'dbt');
  const words = [python, '-SE', client, socket].map(inShell).join(' ');
  await writeFile(program, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  process.env['DBTGEN_TESTS_DBT'] = program;
}

/** After the tests. */
export const teardown = (): Promise<void> | undefined => stop?.();
