import { cpus } from 'node:os';
import process from 'node:process';
import { count } from './count.mjs';
import { markdownTable } from './markdown-table.mjs';

const megabyte = 1024 * 1024;

/**
 * What was measured, and against the targets, as Markdown.
 *
 * @param {import('./measure-estate.mjs').Measured} measured
 */
export function resultsText(measured) {
  const { cold, unchanged, check, help, emptyNode, readAndHash, copy, dbtParse, peakMemory } = measured;
  const least = 2 * emptyNode + readAndHash;
  return `# Speed

1,000 entities (200 sources, 500 dimensions, 300 facts) in ${count(measured.inputs)} blueprint files become \
${count(measured.files)} files, ${megabytes(measured.bytes)}. Medians; Node ${process.versions.node}, \
${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}.

${markdownTable(
  ['', 'measured', 'against', '', 'ratio', 'target', ''],
  [
    target('cold build', duration(cold), '`dbt parse`', duration(dbtParse), cold / dbtParse, '≤', 0.1),
    target(
      'unchanged build',
      duration(unchanged),
      '2 × `node -e 0` + read and hash',
      duration(least),
      unchanged / least,
      '≤',
      1,
    ),
    target(
      'unchanged `check`',
      duration(check),
      '2 × `node -e 0` + read and hash',
      duration(least),
      check / least,
      '≤',
      1,
    ),
    target(
      'peak memory of a cold build',
      megabytes(peakMemory),
      '300 MB',
      '',
      peakMemory / (300 * megabyte),
      '<',
      1,
    ),
    target('`dbtgen --help`', duration(help), '`node -e 0`', duration(emptyNode), help / emptyNode, '<', 1.5),
  ],
)}

${markdownTable(
  ['', ''],
  [
    ['files per second, cold', count((measured.files / cold) * 1000)],
    ['`cp -r` of the output', duration(copy)],
    ['cold build / `cp -r`', (cold / copy).toFixed(1)],
    ['`dbt parse`', duration(dbtParse)],
    ['`node -e 0`', duration(emptyNode)],
    ['reading and hashing all files', duration(readAndHash)],
  ],
)}
`;
}

/**
 * @param {string} what
 * @param {string} value
 * @param {string} against
 * @param {string} reference
 * @param {number} ratio
 * @param {'<' | '≤'} relation
 * @param {number} limit
 */
function target(what, value, against, reference, ratio, relation, limit) {
  const isReached = relation === '<' ? ratio < limit : ratio <= limit;
  return [
    what,
    value,
    against,
    reference,
    ratio.toFixed(3),
    `${relation} ${limit}`,
    isReached ? 'reached' : 'not reached',
  ];
}

/** @param {number} milliseconds */
function duration(milliseconds) {
  return milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / megabyte).toFixed(1)} MB`;
}
