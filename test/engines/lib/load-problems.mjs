/** What is wrong with a load, beyond whether dbt ended as expected: its message, its writes, its rows. */
import path from 'node:path';
import { changedDumps } from './changed-dumps.mjs';
import { unexpected } from './expected.mjs';

/**
 * @param {{ message: readonly string[], unchanged: boolean | { except: readonly string[] } }} load as in the plan
 * @param {{ number: number, out: string, printed: string, expected?: string }} outcome `out` is the folder of the run,
 *   `printed` what dbt said, `expected` the plan's folder of expected rows
 * @returns {string[]} nothing where all is well
 */
export function loadProblems({ message, unchanged }, { number, out, printed, expected }) {
  const dumps = path.join(out, String(number));
  return [
    ...untold(message, printed),
    ...(unchanged ? changedDumps(path.join(out, String(number - 1)), dumps, unchanged.except) : []),
    ...(expected === undefined ? [] : unexpected(path.join(expected, String(number)), dumps)),
  ];
}

/** The texts that dbt did not print; it breaks long messages into lines. */
function untold(message, printed) {
  const told = printed.replaceAll(/\s+/g, ' ');
  return message.filter((text) => !told.includes(text)).map((text) => `not told: ${text}`);
}
