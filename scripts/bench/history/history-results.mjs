import { count } from '../count.mjs';
import { markdownTable } from '../markdown-table.mjs';
import { kindsOfLoad, versionsAfter } from './measure-history.mjs';
import { keys } from './people.mjs';

const reference = 'dbt snapshot, timestamp';

/**
 * What contenders took, as a table in Markdown: seconds, and in brackets how often dbt's snapshot by timestamp over the whole
 * table; the number of versions where it is not the right one.
 *
 * @param {readonly Took[]} measured
 *
 * @typedef {object} Took
 * @property {{name: string, reads: string}} contender
 * @property {import('./measure-history.mjs').Measured['seconds']} seconds
 * @property {import('./measure-history.mjs').Measured['versions']} versions
 */
function historyTable(measured) {
  const base = measured.find(
    ({ contender }) => contender.name === reference && contender.reads === 'whole table',
  );
  const cell = (
    /** @type {Took} */ { seconds, versions },
    /** @type {import('./measure-history.mjs').Load} */ load,
  ) => {
    const ratio = seconds[load] / (base?.seconds[load] ?? Number.NaN);
    const wrong = versions[load] === versionsAfter(load) ? '' : `, ${count(versions[load])} versions`;
    return `${seconds[load].toFixed(2)} s (${ratio.toFixed(2)}${wrong})`;
  };
  return markdownTable(
    ['', 'reads', ...kindsOfLoad.map((load) => (load === 'repeat' ? 'a repeat' : `${load} changed`))],
    measured.map((each) => [
      each.contender.name,
      each.contender.reads,
      ...kindsOfLoad.map((load) => cell(each, load)),
    ]),
  );
}

/**
 * What contenders took, as a page in Markdown.
 *
 * @param {string} title
 * @param {readonly Took[]} measured
 */
export const historyPage = (title, measured) => `# ${title}

${count(keys)} keys with two versions each; then one load, from the same state each time. Medians of seconds in models, until all
is written, and in brackets the ratio to dbt's snapshot by timestamp over the whole table. Every contender ends with the versions that
are right, unless their number is said.

${historyTable(measured)}
`;

/** What the length of a history costs, in words. @param {import('./measure-length.mjs').MeasuredLength} length */
export const lengthText = (length) => `
A load of 1 % on histories of ${length.long} versions a key took ${length.seconds.long.toFixed(2)} s, on those of ${length.short} versions
${length.seconds.short.toFixed(2)} s: ${(length.seconds.long / length.seconds.short).toFixed(2)} times as long (target: at most 1.3).
`;
