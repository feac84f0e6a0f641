import { rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { requireCommand } from '../setup/command.mjs';
import { dbtgenProgram, inVirtualEnvironment } from '../setup/places.mjs';
import { filesBelow, sizeOf } from './files-below.mjs';
import { median } from './median.mjs';
import { runTimed } from './run-timed.mjs';

/** Everything is measured in each round, side by side: what else the machine does then slows all of it alike. */
const rounds = 3;
const perRound = { long: 3, short: 10 };

const nearby = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * @typedef {object} Measured times are medians, in milliseconds
 * @property {number} inputs files
 * @property {number} files that were generated
 * @property {number} bytes in them
 * @property {number} cold
 * @property {number} unchanged
 * @property {number} check
 * @property {number} help
 * @property {number} emptyNode `node -e 0`
 * @property {number} readAndHash all blueprints and all generated files
 * @property {number} copy `cp -r` of the output
 * @property {number} dbtParse
 * @property {number} peakMemory of a cold build, in bytes
 */

/**
 * @param {import('./estate/write-estate.mjs').Estate} estate
 * @param {import('../setup/steps.mjs').Steps} steps
 * @returns {Promise<Measured>}
 */
export async function measureEstate(estate, steps) {
  const memory = path.join(estate.scratch, 'memory');
  const environment = { XDG_CACHE_HOME: memory, LOCALAPPDATA: memory };
  const node = (/** @type {string[]} */ ...words) => runTimed(process.execPath, words, environment);
  const dbtgen = (/** @type {string[]} */ ...words) => node(dbtgenProgram, ...words);

  const clear = async () => {
    await rm(estate.output, { recursive: true, force: true });
    await rm(memory, { recursive: true, force: true });
  };
  const times = {
    cold: /** @type {number[]} */ ([]),
    copy: /** @type {number[]} */ ([]),
    dbtParse: /** @type {number[]} */ ([]),
    emptyNode: /** @type {number[]} */ ([]),
    help: /** @type {number[]} */ ([]),
    unchanged: /** @type {number[]} */ ([]),
    check: /** @type {number[]} */ ([]),
    readAndHash: /** @type {number[]} */ ([]),
  };
  const peaks = /** @type {number[]} */ ([]);

  for (let round = 1; round <= rounds; round += 1) {
    await steps.run(`round ${round} of ${rounds}`, async (report) => {
      for (let run = 1; run <= perRound.long; run += 1) {
        report(`cold build ${run} of ${perRound.long}`);
        await clear();
        times.cold.push(dbtgen('build', estate.blueprints).milliseconds);
        const copy = path.join(estate.scratch, 'copy');
        times.copy.push(runTimed('cp', ['-r', estate.output, copy]).milliseconds);
        await rm(copy, { recursive: true });
      }
      report('unchanged builds');
      for (let run = 1; run <= perRound.short; run += 1) {
        times.emptyNode.push(node('-e', '0').milliseconds);
        times.help.push(dbtgen('--help').milliseconds);
        times.unchanged.push(dbtgen('build', estate.blueprints).milliseconds);
        times.check.push(dbtgen('check', estate.blueprints).milliseconds);
        const { output } = node(nearby('read-and-hash.mjs'), estate.blueprints, estate.output);
        times.readAndHash.push(Number(output));
      }
      report('dbt parse');
      times.dbtParse.push(await dbtParse(estate));
      report('memory');
      // Not in a build that is timed: looking costs time.
      await clear();
      const { output } = node(
        `--import=${nearby('tell-peak-memory.mjs')}`,
        dbtgenProgram,
        'build',
        estate.blueprints,
      );
      peaks.push(Number(output.trimEnd().split('\n').at(-1)));
      return undefined;
    });
  }

  const generated = await filesBelow(estate.output);
  return {
    inputs: (await filesBelow(estate.blueprints)).length,
    files: generated.length,
    bytes: await sizeOf(generated),
    cold: median(times.cold),
    unchanged: median(times.unchanged),
    check: median(times.check),
    help: median(times.help),
    emptyNode: median(times.emptyNode),
    readAndHash: median(times.readAndHash),
    copy: median(times.copy),
    dbtParse: median(times.dbtParse),
    peakMemory: Math.max(...peaks),
  };
}

/** @param {import('./estate/write-estate.mjs').Estate} estate */
async function dbtParse(estate) {
  const started = performance.now();
  await requireCommand(
    '`dbt parse` of what was generated failed: see above.',
    inVirtualEnvironment('dbt'),
    [
      ...[
        '--no-use-colors',
        '--warn-error-options',
        '{"error": ["Deprecations"]}',
        'parse',
        '--no-partial-parse',
      ],
      ...['--profiles-dir', estate.profiles],
      // What dbt writes must not lie in the tree, which is copied and hashed.
      ...[
        '--target-path',
        path.join(estate.scratch, 'target'),
        '--log-path',
        path.join(estate.scratch, 'logs'),
      ],
    ],
    { cwd: estate.output, environment: { DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', PII_SALT: 'bench' } },
  );
  return performance.now() - started;
}
