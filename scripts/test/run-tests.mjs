import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import process from 'node:process';
import { at, root } from '../setup/places.mjs';

const resultsFile = at('.cache', 'vitest-results.json');

/**
 * Without parameters the generator's tests run first, with coverage, then those that run dbt: what those reach in this
 * process is little, and counting it would make all of them slower.
 */
const everything = [
  ['--project', 'generator', '--coverage'],
  ['--project', 'end-to-end'],
];

/**
 * Runs vitest, with its own output, and closes with `N passed, N failed` alone on a line, which CI reads.
 *
 * @param {readonly string[]} parameters handed to vitest
 * @returns {Promise<number>} the exit code: not 0 where a test failed or none ran
 */
export async function runTests(parameters) {
  await mkdir(at('.cache'), { recursive: true });
  /** @type {{ exitCode: number, passed: number, failed: number, skipped: number }[]} */
  const runs = [];
  for (const chosen of parameters.length > 0 ? [['--coverage', ...parameters]] : everything) {
    await rm(resultsFile, { force: true });
    const exitCode = await runVitest(chosen);
    runs.push({ exitCode, ...(await readCounts()) });
  }
  const total = (/** @type {'passed' | 'failed' | 'skipped'} */ count) =>
    runs.reduce((sum, run) => sum + run[count], 0);
  const skipped = total('skipped') > 0 ? `, ${total('skipped')} skipped` : '';
  console.log(`\n${total('passed')} passed, ${total('failed')} failed${skipped}`);
  const wrong = runs.find(({ exitCode, passed, failed }) => exitCode !== 0 || failed > 0 || passed === 0);
  return wrong ? wrong.exitCode || 1 : 0;
}

/**
 * @param {readonly string[]} parameters
 * @returns {Promise<number>}
 */
function runVitest(parameters) {
  const vitest = at('node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile}`];
  const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...parameters], {
    cwd: root,
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

/** What vitest reports; no test at all where it ended without a report. */
async function readCounts() {
  try {
    const results = JSON.parse(await readFile(resultsFile, 'utf8'));
    /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
    const files = results.testResults;
    // A file that cannot even be loaded has no test to count: it counts as one that failed.
    const broken = files.filter(
      (file) => file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
    );
    return {
      passed: results.numPassedTests,
      failed: results.numFailedTests + broken.length,
      skipped: results.numPendingTests + results.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
