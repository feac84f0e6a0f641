import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { SetupFailure } from '../setup/setup-failure.mjs';

/**
 * Runs a program to its end, with nothing between the two that would cost time.
 *
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {Record<string, string>} [environment] variables added to this process's own
 */
export function runTimed(program, parameters, environment) {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, parameters, {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    maxBuffer: 64 * 1024 * 1024,
  });
  const milliseconds = performance.now() - started;
  if (status !== 0) {
    const command = [program, ...parameters].join(' ');
    throw new SetupFailure(`\`${command}\` failed: see above.`, error?.message ?? `${stdout}${stderr}`);
  }
  return { milliseconds, output: stdout };
}
