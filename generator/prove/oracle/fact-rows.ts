import type { Row } from '../value.js';
import type { Timeline } from './timeline.js';

/** What a fact does with a source row that is deleted. */
export type FactDeletes = 'remove' | 'flag' | 'ignore';

/** The source row that a fact has to hold for a key: its last state; undefined where there is none. */
export function factState(
  { states }: Timeline,
  deletes: FactDeletes,
): { readonly values: Row; readonly isDeleted: boolean } | undefined {
  const last = states.filter((state) => !state.isDelete).at(-1);
  if (last === undefined) return undefined;
  const isDeleted = states.at(-1)?.isDelete === true;
  return isDeleted && deletes === 'remove' ? undefined : { values: last.values, isDeleted };
}

/** What a lookup has to find: a reserved member, a version of a dimension, or the day of a calendar. */
export type Found =
  | { readonly kind: 'member'; readonly member: 'unknown' | 'not_applicable' | 'not_yet' }
  | {
      readonly kind: 'row';
      readonly row: Row;
      /** All rows of its natural key. */
      readonly among: readonly Row[];
    }
  | { readonly kind: 'day'; readonly day: string };

/**
 * The dimension's row that was valid.
 *
 * @param rows the dimension's rows of the natural key that is looked up
 * @param asOf the instant; undefined where the dimension has no versions, null where the fact has no instant
 */
export function validRow(
  rows: readonly Row[],
  asOf: string | null | undefined,
  names: { readonly validFrom: string; readonly validTo: string; readonly isCurrent: string },
): Row | undefined {
  if (asOf === undefined) return rows[0];
  if (asOf === null) return undefined;
  return rows.find(
    (row) =>
      asOf >= (row[names.validFrom] ?? '') &&
      // What still holds has no end, whatever stands for it.
      (row[names.isCurrent] === 'true' || asOf < (row[names.validTo] ?? '')),
  );
}
