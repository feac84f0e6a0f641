import type { Row, State, Timeline } from './oracle.js';

/** A table that is joined in time, and how it is found from what is known of a row so far. */
export interface Side {
  /** What the names of its columns begin with in the joined row. */
  readonly prefix: string;
  readonly timelines: readonly Timeline[];
  readonly key: readonly string[];
  /** The columns of the row so far that say which key it points to. */
  readonly on: readonly string[];
}

/**
 * What each key of `main` said over time together with what the sides said then, computed the slow way: at every instant
 * at which anything at all happened. Written from the definition of a temporal join alone; it shares nothing with the
 * generator.
 *
 * @param stays what a filter lets pass; a row that it does not is deleted from then on
 */
export function joinTimelines(
  main: readonly Timeline[],
  sides: readonly Side[],
  stays: (row: Row) => boolean = () => true,
): Timeline[] {
  const everything = [main, ...sides.map((side) => side.timelines)].flat();
  const instants = [...new Set(everything.flatMap(({ states }) => states.map(({ at }) => at)))].sort();
  return main.map(({ key, states }) => ({
    key,
    states: instants.flatMap((at): State[] => {
      const own = asOf(states, at);
      if (own === undefined) return [];
      const row = sides.reduce((known, side) => ({ ...known, ...partner(known, side, at) }), own.values);
      return [{ at, isDelete: own.isDelete || !stays(row), values: row }];
    }),
  }));
}

function asOf(states: readonly State[], at: string): State | undefined {
  return states.filter((state) => state.at <= at).at(-1);
}

/** What the side says of the key that the row points to; nothing where it says nothing, or the key is gone. */
function partner(row: Row, { prefix, timelines, key, on }: Side, at: string): Row {
  const wanted = on.map((name) => row[name] ?? null);
  const found = wanted.includes(null)
    ? undefined
    : timelines.find((timeline) => key.every((name, index) => timeline.key[name] === wanted[index]));
  const state = found === undefined ? undefined : asOf(found.states, at);
  if (state === undefined || state.isDelete) return {};
  return Object.fromEntries(Object.entries(state.values).map(([name, value]) => [`${prefix}${name}`, value]));
}
