import type { Row, Value } from '../value.js';
import { validRow } from './fact-rows.js';
import type { State, Timeline } from './timeline.js';

/** What the states of a key refer to, where each state has the version that was valid then. */
export interface FollowedReference {
  /** The rows that a state's values refer to, over all time; where that is nothing with a time, the columns that say so. */
  readonly rowsOf: (values: Row) => readonly Row[] | Row;
  /** The columns that say which row it was, of those that could have been. */
  readonly told: (found: Row | undefined, among: readonly Row[]) => Row;
}

function isList(rows: readonly Row[] | Row): rows is readonly Row[] {
  return Array.isArray(rows);
}

/**
 * A timeline cut at the instants at which a version of what it refers to begins or ends, each state with what was valid
 * then. Nothing is followed from a delete on.
 */
export function followVersions(
  timeline: Timeline,
  references: readonly FollowedReference[],
  names: { readonly validFrom: string; readonly validTo: string; readonly isCurrent: string },
): Timeline {
  const states = timeline.states.flatMap((state, index): State[] => {
    if (state.isDelete) return [state];
    const end = timeline.states[index + 1]?.at;
    const referred = references.map((reference) => ({ reference, rows: reference.rowsOf(state.values) }));
    const bounds = referred.flatMap(({ rows }) =>
      isList(rows) ? rows.flatMap((row): Value[] => [row[names.validFrom] ?? null, endOf(row)]) : [],
    );
    const cuts = [...new Set(bounds)].filter(
      (at): at is string => at !== null && at > state.at && (end === undefined || at < end),
    );
    return [state.at, ...cuts.sort()].map((at) => ({
      ...state,
      at,
      values: Object.assign(
        { ...state.values },
        ...referred.map(({ reference, rows }) =>
          isList(rows) ? reference.told(validRow(rows, at, names), rows) : rows,
        ),
      ) as Row,
    }));
  });
  return { ...timeline, states };

  // What still holds has no end, whatever stands for it.
  function endOf(row: Row): Value {
    return row[names.isCurrent] === 'true' ? null : (row[names.validTo] ?? null);
  }
}
