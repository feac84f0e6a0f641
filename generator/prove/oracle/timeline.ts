import { groupBy } from '../group-by.js';
import type { LogicalType } from '../../../dialects/logical-type.js';
import { identity, type Row } from '../value.js';
import { compareEvents, type Event } from './event.js';

/** What holds from an instant on: of several events at one instant the last. */
export interface State {
  readonly at: string;
  readonly isDelete: boolean;
  readonly values: Row;
}

/** The states of one key, in order. */
export interface Timeline {
  readonly key: Row;
  readonly states: readonly State[];
  /** False where nothing but their content orders two different events of one instant: no one can say which counts. */
  readonly isDecided: boolean;
}

/** What a timeline is about, and what counts in it. */
export interface TimelineRules {
  /** The columns whose values have a timeline each. */
  readonly key: readonly string[];
  /** The types of the sequence's columns. */
  readonly sequence: readonly LogicalType[];
  /** Whether deletes end anything, or say nothing. */
  readonly deletes: 'heeded' | 'ignored';
  /** The columns in which two events have to differ to be different; all where it is left out. */
  readonly content?: readonly string[];
}

/** The timeline of each key. */
export function timelines(events: readonly Event[], rules: TimelineRules): Timeline[] {
  const heeded = rules.deletes === 'heeded' ? events : events.filter((event) => !event.isDelete);
  const byKey = groupBy(heeded, (event) => identity(event.values, rules.key));
  return [...byKey.values()].map((own) => {
    const ordered = [...own].sort((left, right) => compareEvents(left, right, rules.sequence));
    const last = ordered.filter((event, index) => ordered[index + 1]?.at !== event.at);
    return {
      key: Object.fromEntries(rules.key.map((name) => [name, ordered[0]?.values[name] ?? null])),
      states: last.map(({ at, isDelete, values }) => ({ at, isDelete, values })),
      isDecided: ordered.every((event, index) => isBefore(event, ordered[index + 1], rules)),
    };
  });
}

/** Whether it matters not, or something says, which of two neighbors came first. */
function isBefore(event: Event, next: Event | undefined, { sequence, content }: TimelineRules): boolean {
  if (next === undefined || compareEvents(event, next, sequence) !== 0) return true;
  const columns = content ?? Object.keys(event.values);
  return (
    (event.isDelete && next.isDelete) || identity(event.values, columns) === identity(next.values, columns)
  );
}
