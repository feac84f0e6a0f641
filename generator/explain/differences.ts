import type { Conventions, Dimension } from '../resolve/project.js';
import { comparedColumns } from '../prove/compare-dimension.js';
import { identity, pick, type Row, type Value } from '../prove/value.js';

/** Where the table says something else than the events. `from`: the start of the version, where there are versions. */
export type Difference =
  | { readonly kind: 'missing'; readonly from?: string; readonly expected: Row }
  | { readonly kind: 'surplus'; readonly from?: string; readonly stored: Row }
  | {
      readonly kind: 'value';
      readonly from?: string;
      readonly column: string;
      readonly expected: Value;
      readonly stored: Value;
    };

/** Compares the rows that a key has to have with those that the table has, version by version. */
export function differences(
  dimension: Dimension,
  conventions: Conventions,
  expected: readonly Row[],
  stored: readonly Row[],
): Difference[] {
  const columns = comparedColumns(dimension, conventions);
  const place = dimension.versioned ? [conventions.validFrom] : [];
  const start = (row: Row): { readonly from?: string } =>
    dimension.versioned ? { from: row[conventions.validFrom] ?? '' } : {};
  const left = [...stored];
  const found = expected.flatMap((row): Difference[] => {
    const index = left.findIndex((candidate) => identity(candidate, place) === identity(row, place));
    const own = index < 0 ? undefined : left.splice(index, 1)[0];
    if (own === undefined) return [{ kind: 'missing', ...start(row), expected: pick(row, columns) }];
    return columns.flatMap((column): Difference[] => {
      const [wanted, has] = [row[column] ?? null, own[column] ?? null];
      return wanted === has ? [] : [{ kind: 'value', ...start(row), column, expected: wanted, stored: has }];
    });
  });
  return [
    ...found,
    ...left.map((row): Difference => ({ kind: 'surplus', ...start(row), stored: pick(row, columns) })),
  ];
}
