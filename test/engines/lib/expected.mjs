/** Rows that were written by hand, compared with what a load left behind. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { minus, records } from './dumps.mjs';

/** `customer_key -> dim_customer.segment`: what the row says that a key points to. */
const REFERENCE = /^(\w+)\s*->\s*(\w+)\.(\w+)$/;

/**
 * One text for each dump that differs from the file of its name below `expected`. A file names the columns that it is
 * about; every row of the table has to be in it, in any order. Without a folder nothing is expected.
 */
export function unexpected(expected, dumps) {
  if (!existsSync(expected)) return [];
  return readdirSync(expected).flatMap((file) => {
    const [header, ...wanted] = table(path.join(expected, file));
    if (!existsSync(path.join(dumps, file))) return [`${file} was expected and not dumped`];
    const found = projected(header, path.join(dumps, file), dumps);
    const wantedRows = wanted.map((row) => row.join(','));
    const lost = minus(wantedRows, found).map((row) => `  expected ${row}`);
    const gained = minus(found, wantedRows).map((row) => `  found    ${row}`);
    return lost.length + gained.length ? [[`${file}: ${header}`, ...lost, ...gained].join('\n')] : [];
  });
}

/** The rows of a dump in the columns of `header`. */
function projected(header, file, dumps) {
  const [names, ...rows] = table(file);
  const cells = header.map((column) => {
    const [, key = column, table, attribute] = REFERENCE.exec(column) ?? [];
    const at = placeOf(key, names, file);
    if (table === undefined) return (row) => row[at];
    const values = valuesByKey(path.join(dumps, `${table}.csv`), attribute);
    return (row) => (row[at] === '\\N' ? '\\N' : (values.get(row[at]) ?? 'dangling'));
  });
  return rows.map((row) => cells.map((cell) => cell(row)).join(','));
}

/** A table's key, which is its first column, and one of its attributes. */
function valuesByKey(file, attribute) {
  const [names, ...rows] = table(file);
  const at = placeOf(attribute, names, file);
  return new Map(rows.map((row) => [row[0], row[at]]));
}

const table = (file) => records(readFileSync(file, 'utf8'));

function placeOf(column, names, file) {
  const at = names.indexOf(column);
  if (at < 0) throw new Error(`${file} has no column ${column}`);
  return at;
}
