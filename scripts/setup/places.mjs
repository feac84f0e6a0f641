import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The checkout's own folder. Everything the set-up makes lies below it, in places git ignores. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * @param {...string} parts
 * @returns {string} a path of the checkout
 */
export const at = (...parts) => path.join(root, ...parts);

export const virtualEnvironment = at('.venv');

const windows = process.platform === 'win32';

/**
 * @param {string} environment folder of a virtual environment
 * @param {'python' | 'dbt'} program
 * @returns {string} where it keeps the program
 */
export const programIn = (environment, program) =>
  path.join(environment, windows ? 'Scripts' : 'bin', windows ? `${program}.exe` : program);

/** @param {'python' | 'dbt'} program */
export const inVirtualEnvironment = (program) => programIn(virtualEnvironment, program);

export const flightData = at('demo', 'data');

export const dbtgenProgram = at('dist', 'generator', 'cli.js');
