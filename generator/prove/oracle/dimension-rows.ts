import { identity, pick, type Row, type Value } from '../value.js';
import type { State, Timeline } from './timeline.js';

/** What a dimension makes of the states of a key. */
export interface DimensionRules {
  readonly naturalKey: readonly string[];
  /** True where the table has a row per version. */
  readonly versioned: boolean;
  readonly attributes: readonly AttributeRules[];
  readonly deletes: 'close' | 'flag' | 'ignore';
  readonly firstVersion: 'at_event' | 'open_past';
  readonly openStart: string;
  readonly openEnd: string | null;
  readonly names: { readonly validFrom: string; readonly validTo: string; readonly isCurrent: string };
  /** True where the table says which rows the source has deleted. */
  readonly flagged: boolean;
}

export interface AttributeRules {
  readonly name: string;
  readonly scd: 0 | 1 | 2;
  /** Its value in a state of the source. */
  readonly value: (state: Row) => Value;
}

interface AliveState extends State {
  readonly own: Row;
}

/** The rows of the dimension for one key, without surrogate key and load time; none where it was never alive. */
export function dimensionRows({ key, states }: Timeline, rules: DimensionRules): Row[] {
  const told = states.map((state): AliveState => ({
    ...state,
    own: Object.fromEntries(rules.attributes.map(({ name, value }) => [name, value(state.values)])),
  }));
  const alive = told.filter((state) => !state.isDelete);
  const first = alive[0];
  const last = alive.at(-1);
  if (first === undefined || last === undefined) return [];
  const everywhere = {
    ...key,
    ...pick(first.own, named(rules, 0)),
    ...pick(last.own, named(rules, 1)),
  };
  if (rules.versioned) return versions(told, rules).map((version) => ({ ...everywhere, ...version }));
  const isGone = told.at(-1)?.isDelete === true;
  if (rules.flagged) return [{ ...everywhere, is_deleted: String(isGone) }];
  return isGone && rules.deletes === 'close' ? [] : [everywhere];
}

function named({ attributes }: DimensionRules, scd: AttributeRules['scd']): string[] {
  return attributes.flatMap((attribute) => (attribute.scd === scd ? [attribute.name] : []));
}

/** Neighbors with the same tracked values are one run, and each run is one version up to the next run or delete. */
function versions(states: readonly AliveState[], rules: DimensionRules): Row[] {
  const tracked = named(rules, 2);
  const runs: { readonly from: string; readonly isDelete: boolean; readonly own: Row }[] = [];
  for (const { at, isDelete, own } of states) {
    const before = runs.at(-1);
    if (isDelete) {
      // A delete's own payload says nothing: the flagged row keeps what held before it.
      if (before !== undefined && !before.isDelete) runs.push({ from: at, isDelete, own: before.own });
    } else if (
      before === undefined ||
      before.isDelete ||
      identity(before.own, tracked) !== identity(own, tracked)
    ) {
      runs.push({ from: at, isDelete, own: pick(own, tracked) });
    }
  }
  return runs.flatMap((run, index) => {
    if (run.isDelete && rules.deletes !== 'flag') return [];
    const to = runs[index + 1]?.from ?? null;
    const opens = index === 0 && rules.firstVersion === 'open_past' && run.from > rules.openStart;
    return [
      {
        ...run.own,
        [rules.names.validFrom]: opens ? rules.openStart : run.from,
        [rules.names.validTo]: to ?? rules.openEnd,
        [rules.names.isCurrent]: String(to === null),
        ...(rules.flagged ? { is_deleted: String(run.isDelete) } : {}),
      },
    ];
  });
}
