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
  /** Whose last state gives a version its overwritten values: the key's, or the version's own. */
  readonly overwrite: 'all_versions' | 'within_version';
  readonly openStart: string;
  readonly openEnd: string | null;
  readonly names: { readonly validFrom: string; readonly validTo: string; readonly isCurrent: string };
  /** True where the table says which rows the source has deleted. */
  readonly flagged: boolean;
}

export interface AttributeRules {
  readonly name: string;
  readonly scd: 0 | 1 | 2 | 3 | 6;
  /** The column with the value before the last change (scd 3), or with the present one (scd 6). */
  readonly companion?: string;
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
    ...pick(last.own, named(rules, 1, 3)),
    ...companions(alive, last, rules),
  };
  if (rules.versioned) return versions(told, rules).map((version) => ({ ...everywhere, ...version }));
  const isGone = told.at(-1)?.isDelete === true;
  if (rules.flagged) return [{ ...everywhere, is_deleted: String(isGone) }];
  return isGone && rules.deletes === 'close' ? [] : [everywhere];
}

function named({ attributes }: DimensionRules, ...scds: readonly AttributeRules['scd'][]): string[] {
  return attributes.flatMap(({ scd, name }) => (scds.includes(scd) ? [name] : []));
}

/** The second columns of attributes of scd 3 and 6: the same on all versions. */
function companions(
  alive: readonly AliveState[],
  last: AliveState,
  { attributes }: DimensionRules,
): Record<string, Value> {
  return Object.fromEntries(
    attributes.flatMap(({ name, scd, companion }) =>
      companion === undefined
        ? []
        : [[companion, scd === 3 ? valueBeforeLastChange(alive, name) : (last.own[name] ?? null)]],
    ),
  );
}

function valueBeforeLastChange(alive: readonly AliveState[], name: string): Value {
  const values = alive.map(({ own }) => own[name] ?? null);
  const change = values.findLastIndex((value, index) => index > 0 && value !== values[index - 1]);
  return change < 0 ? null : (values[change - 1] ?? null);
}

/** Neighbors with the same tracked values are one run, and each run is one version up to the next run or delete. */
function versions(states: readonly AliveState[], rules: DimensionRules): Row[] {
  const tracked = named(rules, 2, 6);
  const overwritten = rules.overwrite === 'within_version' ? named(rules, 1) : [];
  const runs: { readonly from: string; readonly isDelete: boolean; own: Row }[] = [];
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
      runs.push({ from: at, isDelete, own: pick(own, [...tracked, ...overwritten]) });
    } else {
      before.own = pick(own, [...tracked, ...overwritten]);
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
