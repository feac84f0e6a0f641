import type { DimensionRules } from '../prove/oracle/dimension-rows.js';
import { compareValues, identity, pick, type Row, type Value } from '../prove/value.js';
import type { LogicalType } from '../../dialects/logical-type.js';
import type { KeyEvent } from './key-events.js';

/** What an event did to the dimension's rows of its key, or why it did nothing. */
export type Outcome =
  /** A life begins; with versions the number of the one that opens. */
  | { readonly kind: 'opens'; readonly version?: number; readonly isReturn: boolean }
  | {
      readonly kind: 'changes';
      readonly closes: number;
      readonly opens: number;
      readonly changed: readonly Change[];
    }
  /** A delete; where the dimension flags deletes `flags` is the version that says so. */
  | {
      readonly kind: 'closes';
      readonly version?: number;
      readonly flags?: number;
      readonly isFlagged: boolean;
    }
  /** No tracked value differs. */
  | { readonly kind: 'same'; readonly version?: number }
  /** Another event of the same instant comes later in the order, because of this. */
  | { readonly kind: 'outranked'; readonly by: 'sequence' | 'delete' | 'delivery' | 'content' }
  /** Another event of the same instant says the same. */
  | { readonly kind: 'repeat' }
  /** A delete of what was not alive. */
  | { readonly kind: 'not_alive' }
  /** A delete where the dimension ignores deletes. */
  | { readonly kind: 'ignored' };

export interface Change {
  readonly name: string;
  readonly from: Value;
  readonly to: Value;
}

/** A value that is replaced, and on which rows: the only one, those of the version alone, or all. */
export interface Overwrite extends Change {
  readonly scope: 'row' | 'version' | 'all_versions';
}

/** An event with what it did. */
export interface ToldEvent {
  readonly event: KeyEvent;
  readonly outcome: Outcome;
  /** Values of scd 1 and 3 that it replaced on rows that were there. */
  readonly overwrites: readonly Overwrite[];
  /** What it makes of the columns with previous and present values (scd 3 and 6), on all versions. */
  readonly companions: Row;
  /** Values of scd 0 that it said otherwise, and that stay what they were: `from` is kept. */
  readonly retained: readonly Change[];
  /** True where an event of a later instant was delivered before it. */
  readonly isLate: boolean;
}

/** What is known of the key when an event comes. */
interface Known {
  readonly isAlive: boolean;
  /** The versions so far. */
  readonly versions: number;
  readonly first: Row | undefined;
  readonly last: Row | undefined;
}

/**
 * Tells event by event what became of it.
 *
 * @param events of one natural key, in the order in which they count
 * @param sequence the types of the sequence's columns
 */
export function narrate(
  events: readonly KeyEvent[],
  rules: DimensionRules,
  sequence: readonly LogicalType[],
): ToldEvent[] {
  const isHeeded = (event: KeyEvent) => rules.deletes !== 'ignore' || !event.isDelete;
  const heeded = events.filter(isHeeded);
  let known: Known = { isAlive: false, versions: 0, first: undefined, last: undefined };
  return events.map((event, index): ToldEvent => {
    const isLate = events
      .slice(index + 1)
      .some(({ at, load }) => at > event.at && load !== '' && load < event.load);
    const nothing = { event, overwrites: [], companions: {}, retained: [], isLate };
    if (!isHeeded(event)) return { ...nothing, outcome: { kind: 'ignored' } };
    const winner = heeded.findLast(({ at }) => at === event.at) ?? event;
    if (winner !== event) return { ...nothing, outcome: lost(event, winner, sequence) };
    const told = event.isDelete ? ended(known, rules) : stated(event, known, rules);
    known = told.known;
    return { ...nothing, ...told.result };
  });
}

/** Why another event of the same instant counts. */
function lost(event: KeyEvent, winner: KeyEvent, sequence: readonly LogicalType[]): Outcome {
  const names = Object.keys(event.attributes);
  const isSame =
    event.isDelete === winner.isDelete &&
    (event.isDelete || identity(event.attributes, names) === identity(winner.attributes, names));
  if (isSame) return { kind: 'repeat' };
  const isOrdered = sequence.some(
    (type, index) => compareValues(event.sequence[index] ?? null, winner.sequence[index] ?? null, type) !== 0,
  );
  if (isOrdered) return { kind: 'outranked', by: 'sequence' };
  if (event.isDelete !== winner.isDelete) return { kind: 'outranked', by: 'delete' };
  return { kind: 'outranked', by: event.load === winner.load ? 'content' : 'delivery' };
}

interface Passage {
  readonly known: Known;
  readonly result: Pick<ToldEvent, 'outcome'> &
    Partial<Pick<ToldEvent, 'overwrites' | 'companions' | 'retained'>>;
}

function ended(known: Known, { flagged, versioned }: DimensionRules): Passage {
  if (!known.isAlive) return { known, result: { outcome: { kind: 'not_alive' } } };
  const versions = flagged && versioned ? known.versions + 1 : known.versions;
  const numbers = versioned ? { version: known.versions, ...(flagged ? { flags: versions } : {}) } : {};
  return {
    known: { ...known, isAlive: false, versions },
    result: { outcome: { kind: 'closes', isFlagged: flagged, ...numbers } },
  };
}

function stated({ attributes }: KeyEvent, known: Known, rules: DimensionRules): Passage {
  const { first = attributes, last } = known;
  const named = (...scds: readonly number[]) =>
    rules.attributes.flatMap(({ name, scd }) => (scds.includes(scd) ? [name] : []));
  const retained = changes(first, attributes, named(0));
  const changed =
    known.isAlive && rules.versioned && last !== undefined ? changes(last, attributes, named(2, 6)) : [];
  const begins = !known.isAlive || changed.length > 0;
  const versions = begins ? known.versions + 1 : known.versions;
  const number = rules.versioned ? { version: versions } : {};
  // A version that begins has its own values: what is overwritten within versions is not overwritten there.
  const overwrites = overwritten(last ?? attributes, attributes, rules).filter(
    ({ scope }) => !begins || scope !== 'version',
  );
  const outcome: Outcome = !known.isAlive
    ? { kind: 'opens', isReturn: last !== undefined, ...number }
    : begins
      ? { kind: 'changes', closes: known.versions, opens: versions, changed }
      : { kind: 'same', ...number };
  return {
    known: { isAlive: true, versions, first, last: attributes },
    result: { outcome, overwrites, companions: companionsOf(last, attributes, rules), retained },
  };
}

/** Values of scd 1 are overwritten where the dimension says (`overwrite`), those of scd 3 always on all versions. */
function overwritten(
  before: Row,
  after: Row,
  { attributes, versioned, overwrite }: DimensionRules,
): Overwrite[] {
  return attributes.flatMap(({ name, scd }) => {
    if (scd !== 1 && scd !== 3) return [];
    const reach = scd === 3 || overwrite === 'all_versions' ? 'all_versions' : 'version';
    const scope = versioned ? reach : 'row';
    return changes(before, after, [name]).map((change) => ({ ...change, scope }));
  });
}

function companionsOf(last: Row | undefined, attributes: Row, rules: DimensionRules): Row {
  if (last === undefined) return {};
  return Object.fromEntries(
    rules.attributes.flatMap(({ name, scd, companion }) =>
      companion === undefined || last[name] === attributes[name]
        ? []
        : [[companion, (scd === 3 ? last : attributes)[name] ?? null]],
    ),
  );
}

function changes(before: Row, after: Row, names: readonly string[]): Change[] {
  const [left, right] = [pick(before, names), pick(after, names)];
  return names.flatMap((name) => {
    const [from, to] = [left[name] ?? null, right[name] ?? null];
    return from === to ? [] : [{ name, from, to }];
  });
}
