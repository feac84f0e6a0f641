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
 * @param {'python' | 'dbt'} program
 * @returns {string} where the virtual environment keeps it
 */
export const inVirtualEnvironment = (program) =>
  path.join(virtualEnvironment, windows ? 'Scripts' : 'bin', windows ? `${program}.exe` : program);

export const flightData = at('demo', 'data');

export const dbtgenProgram = at('dist', 'generator', 'cli.js');
