/** What is wrong with a load, beyond whether dbt ended as expected: its message, its writes, its rows. */
import path from 'node:path';
import { changedDumps } from './changed-dumps.mjs';
import { unexpected } from './expected.mjs';
import { miscounted } from './rows-written.mjs';

/**
 * @param {{ command: readonly string[], message: readonly string[], unchanged: boolean | { except: readonly string[] } }} load
 *   as in the plan
 * @param {{ number: number, nodes: readonly object[], out: string, printed: string, expected?: string }} outcome `nodes` as in
 *   results.json, `out` is the folder of the run, `printed` what dbt said, `expected` the plan's folder of expected rows
 * @returns {string[]} nothing where all is well
 */
export function loadProblems({ command, message, unchanged }, { number, nodes, out, printed, expected }) {
  const dumps = path.join(out, String(number));
  const before = path.join(out, String(number - 1));
  return [
    ...untold(message, printed),
    ...(unchanged ? changedDumps(before, dumps, unchanged.except) : []),
    ...(command.includes('--full-refresh') ? [] : miscounted(nodes, before, dumps)),
    ...(expected === undefined ? [] : unexpected(path.join(expected, String(number)), dumps)),
  ];
}

/** The texts that dbt did not print; it breaks long messages into lines. */
function untold(message, printed) {
  const told = printed.replaceAll(/\s+/g, ' ');
  return message.filter((text) => !told.includes(text)).map((text) => `not told: ${text}`);
}
