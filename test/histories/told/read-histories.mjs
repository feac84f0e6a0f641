/** Histories told as data: what each load found, and what the table must say at last. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/**
 * @param {string} file YAML, a list of histories
 * @param {string} only those whose id contains this text
 * @returns {object[]} each history with `name`, which is its dimension's, and `columns`: [{from, name, type}]; where its
 *   source got columns on the way, `before` is the history as it could be told until then
 */
export function readHistories(file, only) {
  return parse(readFileSync(file, 'utf8'))
    .filter(({ id }) => id.includes(only))
    .map((history, index) => ({ ...history, name: `h${index}`, columns: columnsOf(history) }))
    .map((history) => (history.schema_change ? { ...history, before: beforeChange(history) } : history))
    .map((history) =>
      history.kind === 'scd4'
        ? { ...history, expected: history.expected.history, current: history.expected.current }
        : history,
    );
}

/** A history as it was before its source got new columns; `loads`: those of that time. */
function beforeChange(history) {
  const { load, add } = history.schema_change;
  const known = (name) => !add.includes(name);
  return {
    ...history,
    loads: history.loads.slice(0, load - 1),
    tracked: history.tracked.filter(known),
    overwrite: history.overwrite.filter(known),
    columns: history.columns.filter(({ from }) => known(from)),
  };
}

/** Column names and types, read off the rows. */
function columnsOf({ loads, effective_at: effectiveAt, natural_key: key }) {
  const types = new Map();
  for (const row of loads.flatMap((load) => load.rows)) {
    for (const [name, value] of Object.entries(row)) {
      if (value === null || value === undefined) types.set(name, types.get(name));
      else if (name === effectiveAt) types.set(name, /^\d{4}-\d\d-\d\d$/.test(value) ? 'date' : 'timestamp');
      else if (typeof value === 'number')
        types.set(
          name,
          Number.isInteger(value) && types.get(name) !== 'decimal(12,2)' ? 'bigint' : 'decimal(12,2)',
        );
      else types.set(name, 'string');
    }
  }
  for (const name of key) types.set(name, types.get(name) ?? 'string');
  return [...types].map(([name, type]) => ({ from: name, name: staged(name), type: type ?? 'string' }));
}

/** snake_case, and free of words that a dialect reserves. */
export function staged(name) {
  const snake = name.replaceAll(/([A-Z])/g, '_$1').toLowerCase();
  return ['date', 'name', 'id', 'operation', 'state'].includes(snake)
    ? `its_${snake}`
    : snake.replace(/^_/, 'its_');
}

/** The table that holds the versions. */
export const tableOf = ({ name, kind }) => (kind === 'scd4' ? `dim_${name}_history` : `dim_${name}`);

/** The tables that say something. */
export const tablesOf = (history) =>
  history.current === undefined ? [tableOf(history)] : [tableOf(history), `dim_${history.name}`];
