import process from 'node:process';
import { SetupFailure } from './setup-failure.mjs';
import { createSteps } from './steps.mjs';

/**
 * The frame of every entry script: hands it the steps, turns a known failure into its one line and sets
 * the exit code.
 *
 * @param {(steps: import('./steps.mjs').Steps) => Promise<number>} script gives the exit code
 */
export async function runEntry(script) {
  try {
    process.exitCode = await script(createSteps());
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    if (error.details !== '') console.error(error.details);
    console.error(error.message);
    process.exitCode = 1;
  }
}
