import type { Conventions, Dimension } from '../resolve/project.js';
import { provenColumns, sameRows } from './compare-dimension.js';
import type { Finding, Moment } from './finding.js';
import { groupBy } from './group-by.js';
import { identity, pick, type Row } from './value.js';

export interface CurrentRowsComparison {
  readonly dimension: Dimension;
  readonly conventions: Conventions;
  /** The rows that the history holds. */
  readonly history: readonly Row[];
  /** The rows that the table of current rows holds. */
  readonly current: readonly Row[];
  readonly moment: Moment;
}

/**
 * Compares a table of current rows with the history, whose current part it is: rows and keys, reserved members among
 * them, and load times, because a row changes in both at once.
 */
export function compareCurrentRows(comparison: CurrentRowsComparison): Finding[] {
  const { dimension, conventions, history, current, moment } = comparison;
  const { currentModel, durableKey, key: surrogateKey, name } = dimension;
  if (currentModel === undefined) return [];
  const naturalKey = dimension.naturalKey.map((column) => column.name);
  const columns = [
    surrogateKey,
    ...(durableKey === undefined ? [] : [durableKey]),
    ...provenColumns(dimension, conventions),
    conventions.loadedAt,
  ];
  const ofKey = (row: Row) => identity(row, naturalKey);
  const expected = groupBy(
    history.filter((row) => row[conventions.isCurrent] === 'true'),
    ofKey,
  );
  const stored = groupBy(current, ofKey);
  return [...new Set([...expected.keys(), ...stored.keys()])].flatMap((id): Finding[] => {
    const wanted = expected.get(id) ?? [];
    const found = stored.get(id) ?? [];
    if (sameRows(wanted, found, columns)) return [];
    return [
      {
        ...{ kind: 'dimension', name, moment },
        key: pick(wanted[0] ?? found[0] ?? {}, naturalKey),
        problem: `${currentModel} does not hold the current rows of ${dimension.model}`,
        expected: wanted.map((row) => pick(row, columns)),
        found: found.map((row) => pick(row, columns)),
      },
    ];
  });
}
