/** Whether a load wrote the rows that it had to write and no others, by the warehouse's own count. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { minus, records } from './dumps.mjs';

/** What adapters tell of a statement that wrote into a table: PostgreSQL's `MERGE 3` and `INSERT 0 2`, Snowflake's `SUCCESS 3`, BigQuery's `MERGE (3.0 rows, …)`. */
const COUNT = /^(?:MERGE|INSERT 0|SUCCESS) (\d+)$|^(?:MERGE|INSERT) \((\d+)\.0 rows/;

/**
 * One line for each table where the count is not that of the rows that are others than before: a row that was rewritten
 * as it was costs a write and moves nothing. Models that are made anew each time, and adapters that tell no count, are
 * passed over.
 *
 * @param {readonly {name: string, materialized: string, message: string | null}[]} nodes of the load
 * @param {string} before folder of the dumps of the load before
 * @param {string} after folder of the dumps of the load
 */
export function miscounted(nodes, before, after) {
  return nodes.flatMap(({ name, materialized, message }) => {
    if (materialized !== 'incremental') return [];
    const [, merged, told = merged] = COUNT.exec(message ?? '') ?? [];
    const files = [before, after].map((folder) => path.join(folder, `${name}.csv`));
    if (told === undefined || !files.every(existsSync)) return [];
    const due = rowsToWrite(...rowsOfSameColumns(...files));
    return Number(told) === due
      ? []
      : [`${name}: the warehouse wrote ${told} rows, ${due} had to be written`];
  });
}

/** Rows that came, went or changed. One that changed is written once, where the first column tells rows apart. */
function rowsToWrite(before, after) {
  const [lost, gained] = [minus(before, after), minus(after, before)];
  if (![before, after].every(isKeyed)) return lost.length + gained.length;
  return new Set([...lost, ...gained].map(keyOf)).size;
}

/** The rows of two dumps. A column that the later one has alone was added by the load, and is no write: null before. */
function rowsOfSameColumns(before, after) {
  const [[was, ...earlier], [is, ...later]] = [before, after].map((file) =>
    records(readFileSync(file, 'utf8')),
  );
  const aligned = earlier.map((cells) => is.map((name) => cells[was.indexOf(name)] ?? String.raw`\N`));
  return [aligned, later].map((rows) => rows.map((cells) => cells.join(',')));
}

const keyOf = (row) => row.slice(0, row.indexOf(','));
const isKeyed = (rows) => new Set(rows.map(keyOf)).size === rows.length;
