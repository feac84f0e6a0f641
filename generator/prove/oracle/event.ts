import type { LogicalType } from '../../../dialects/logical-type.js';
import { compareValues, type Row, type Value } from '../value.js';

/**
 * What the oracle is told: a full new state at an instant, or a delete at an instant. The oracle is written from the
 * definition of history alone and shares no code with what plans or prints SQL.
 */
export interface Event {
  /** What the row is about, in its source. */
  readonly key: Row;
  /** `YYYY-MM-DD HH:MM:SS.ffffff`, so that instants compare as texts. */
  readonly at: string;
  readonly sequence: readonly Value[];
  readonly isDelete: boolean;
  /** When it was delivered, where that orders anything. */
  readonly load: string;
  /** The run that found it first, where that is known: a log doesn't say. */
  readonly broughtBy?: string;
  /** Every column of the row, its key too. */
  readonly values: Row;
}

/**
 * Which of two events of a key came first: by instant, sequence, delete after upsert, delivery. 0 where nothing says
 * so; what then counts is the rows' own content, in an order that is each engine's own.
 */
export function compareEvents(left: Event, right: Event, sequence: readonly LogicalType[]): number {
  return (
    compareTexts(left.at, right.at) ||
    sequence.reduce(
      (decided, type, index) =>
        decided || compareValues(left.sequence[index] ?? null, right.sequence[index] ?? null, type),
      0,
    ) ||
    Number(left.isDelete) - Number(right.isDelete) ||
    compareTexts(left.load, right.load)
  );
}

/** Orders instants, which are texts of one width. */
export function compareTexts(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
