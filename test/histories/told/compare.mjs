/** What dumped tables say, against what histories told as data expect of them. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { difference, differenceText, records, unquoted } from '../../engines/lib/dumps.mjs';
import { staged, tableOf, tablesOf } from './read-histories.mjs';

/**
 * @param {object} history
 * @param {string} out folder of the run
 * @param {ReturnType<typeof import('./plan.mjs').writePlan>['after']} after
 * @returns {string[]} what is wrong; empty: exact, and nothing moved by repeats and a full refresh
 */
export function problemsOf(history, out, after) {
  const dump = (number, table) => path.join(out, String(number), `${table}.csv`);
  const moved = (number, table, when, ignored) => {
    const files = [dump(after.data, table), dump(number, table)];
    const found = difference(...(history.before ? files.map(byName) : files), new Set(ignored));
    return found ? [`${when}: ${table}: ${differenceText(found)}`] : [];
  };
  return [
    ...wrongRows(history, dump(after.data, tableOf(history)), history.expected),
    ...(history.current ? wrongRows(history, dump(after.data, `dim_${history.name}`), history.current) : []),
    ...tablesOf(history).flatMap((table) => [
      ...moved(after.repeat, table, 'the same load again', []),
      ...moved(after.later, table, 'the same load as of a later time', []),
      ...moved(after.refresh, table, 'a full refresh', ['_loaded_at']),
    ]),
  ];
}

function wrongRows(history, file, expected) {
  const [header, ...rows] = records(readFileSync(file, 'utf8')).map((row) => row.map(unquoted));
  const found = rows
    .map((row) => Object.fromEntries(header.map((name, index) => [name, row[index]])))
    .filter((row) => row[staged(history.natural_key[0])] !== null); // not the reserved member
  // When a value of scd 3 changed is not among the columns of the language.
  const names = [...new Set(expected.flatMap((row) => Object.keys(row)))].filter(
    (name) => !name.endsWith('_changed_at'),
  );
  const wanted = sorted(expected.map((row) => names.map((name) => normal(row[name], name))));
  const said = sorted(found.map((row) => names.map((name) => normal(columnOf(history, row, name), name))));
  return wanted.join() === said.join() ? [] : [`says ${said.join(' ')} instead of ${wanted.join(' ')}`];
}

/** A copy of a dump with its columns in the order of their names: what came later stands last until a full refresh. */
function byName(file) {
  const rows = records(readFileSync(file, 'utf8'));
  const order = rows[0].map((_, index) => index).sort((a, b) => (rows[0][a] < rows[0][b] ? -1 : 1));
  const copy = file.replace(/csv$/, 'by-name.csv');
  writeFileSync(copy, rows.map((row) => `${order.map((index) => row[index]).join(',')}\n`).join(''));
  return copy;
}

/** A column of the table by the name that it has in the history. */
function columnOf({ kind }, row, name) {
  const [, which, column] = /^(original|previous|current)_(.+)$/.exec(name) ?? [];
  if (which === undefined) return row[name] ?? row[staged(name)];
  return which === 'current' && kind === 'scd3' ? row[staged(column)] : row[`${which}_${staged(column)}`];
}

/** A value as text: instants without their fraction where it is zero, a day as its midnight where it bounds a version. */
function normal(value, name) {
  if (value === null || value === undefined) return null;
  const text = String(value).replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.0+$/, '$1');
  return /^valid_(from|to)$/.test(name) && text.length === 10 ? `${text} 00:00:00` : text;
}

const sorted = (rows) => rows.map((row) => JSON.stringify(row)).sort();
