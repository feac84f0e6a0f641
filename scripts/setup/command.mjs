import { spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { root } from './places.mjs';
import { SetupFailure } from './setup-failure.mjs';

/** How much of a failed program's output is shown: its cause is near the beginning or the end. */
const linesShown = { first: 20, last: 60 };

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd] the checkout if absent
 * @property {Record<string, string>} [environment] variables added to this process's own
 * @property {(line: string) => void} [onLine] called with each line as it is printed
 */

/**
 * Runs a program to its end and collects what it prints.
 *
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {CommandOptions} [options]
 * @returns {Promise<{ exitCode: number, output: string }>} exit code 127 where there is no such program
 */
export function runCommand(program, parameters, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    /** @type {string[]} */
    const lines = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        options.onLine?.(line);
      });
    }
    child.on('error', (error) => resolve({ exitCode: 127, output: error.message }));
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output: lines.join('\n') }));
  });
}

/**
 * Like runCommand, but any exit code other than 0 is a failure told with the end of the output.
 *
 * @param {string} failure what to say then, in one line
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {CommandOptions} [options]
 * @returns {Promise<string>} what it printed
 */
export async function requireCommand(failure, program, parameters, options) {
  const { exitCode, output } = await runCommand(program, parameters, options);
  if (exitCode !== 0) throw new SetupFailure(failure, shortened(output));
  return output;
}

/** @param {string} output */
function shortened(output) {
  const lines = output.split('\n');
  const { first, last } = linesShown;
  if (lines.length <= first + last) return output;
  return [...lines.slice(0, first), '…', ...lines.slice(-last)].join('\n');
}
