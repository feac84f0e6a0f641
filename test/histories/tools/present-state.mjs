/** What a source's table of the present holds after each load of a history: what tools read that keep versions of a table. */

/**
 * @param {object} history as `readHistories` gives it
 * @returns {object[][]} the rows after each load, under their raw names
 */
export function presentStates(history) {
  const { loads, input, natural_key: key, effective_at: at, sequence, absence_scope: scope } = history;
  const keyOf = (row) => JSON.stringify(key.map((name) => row[name]));
  const order = [at, ...[sequence].flat()].filter((name) => name && name !== 'arrival');
  let state = new Map();
  return loads.map(({ rows }) => {
    if (input === 'snapshot') {
      const inScope = (row) =>
        !scope || rows.some((other) => scope.every((name) => other[name] === row[name]));
      state = new Map([
        ...[...state].filter(([, row]) => history.deletes === 'ignore' || !inScope(row)),
        ...rows.map((row) => [keyOf(row), row]),
      ]);
    } else
      for (const row of [...rows].sort((a, b) => compare(order, a, b))) {
        if (operationOf(history, row) === 'truncate') state.clear();
        else if (isOlder(at, row, state.get(keyOf(row)))) continue;
        else if (operationOf(history, row) === 'delete') state.delete(keyOf(row));
        else state.set(keyOf(row), row);
      }
    return [...state.values()];
  });
}

function operationOf({ deletes }, row) {
  if (Object.values(row).includes('TRUNCATE')) return 'truncate';
  const [column, value] = Object.entries(deletes.by_flag ?? {})[0] ?? [];
  return column !== undefined && [value].flat().includes(row[column]) ? 'delete' : 'upsert';
}

const compare = (order, a, b) => {
  for (const name of order) if (a[name] !== b[name]) return a[name] < b[name] ? -1 : 1;
  return 0;
};

/** The present is not changed by what is known to be older. */
const isOlder = (at, row, held) => at && held !== undefined && row[at] < held[at];
