/** Running a stand-in's own check and reading its last line, `12 of 13 statements ...`. */
import { spawn } from 'node:child_process';
import { PYTHON_VARIABLES } from './environment.mjs';

/**
 * @returns {Promise<{ok: boolean, passed: number, total: number, output: string}>} `ok` when the check ended well and
 *   counted at least one statement
 */
export async function checked(command, args) {
  const { status, output } = await run(command, args);
  const [, passed, total] = /(\d+) of (\d+) statements/.exec(output) ?? [undefined, 0, 0];
  return {
    ok: status === 0 && Number(total) > 0 && passed === total,
    passed: Number(passed),
    total: Number(total),
    output,
  };
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...PYTHON_VARIABLES, TZ: 'UTC' },
    });
    const parts = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => parts.push(part));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output: Buffer.concat(parts).toString() }));
  });
}
