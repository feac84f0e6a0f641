import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const python = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));
const server = fileURLToPath(new URL('dbt-server.py', import.meta.url));

/** What the tests call dbt: hands its words to the server. */
const client = (socket: string): string => `#!${python} -SE
import json, os, socket, sys

command = {"words": sys.argv[1:], "folder": os.getcwd(), "environment": dict(os.environ)}
text = json.dumps(command).encode()
with socket.socket(socket.AF_UNIX) as connection:
    connection.connect(${JSON.stringify(socket)})
    socket.send_fds(connection, [len(text).to_bytes(4, "big")], [1, 2])
    connection.sendall(text)
    code = connection.recv(1)
sys.exit(code[0] if code else 1)
`;

let stop: (() => Promise<void>) | undefined;

/**
 * Before the tests: most of a short command of dbt is importing dbt, so one process that has done it forks the others.
 * Where that can't be, each command is a dbt of its own.
 */
export async function setup(): Promise<void> {
  if (process.platform !== 'linux') return;
  const folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-dbt-'));
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
  await writeFile(program, client(socket));
  await chmod(program, 0o755);
  process.env['DBTGEN_TESTS_DBT'] = program;
}

/** After the tests. */
export const teardown = (): Promise<void> | undefined => stop?.();
