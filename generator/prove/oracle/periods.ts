import { groupBy } from '../group-by.js';
import { compareTexts } from './event.js';

/** What a row says of a period: from when to when its values hold, or that there is no such period. */
export interface Statement {
  readonly from: string;
  /** The first instant at which it no longer holds; null where it has no end. */
  readonly to: string | null;
  readonly isRetraction: boolean;
}

/** What becomes of a statement: it holds, a later one about the same period replaced it, or it says that none is there. */
export type Fate = 'holds' | 'replaced' | 'taken_back' | 'empty';

/** What periods amount to at an instant: the statement whose values hold from then on, or that none does. */
export interface PeriodEvent<S extends Statement> {
  readonly at: string;
  readonly statement: S | undefined;
  readonly isStart: boolean;
}

/**
 * The events of the periods that are stated of one key. Where periods overlap, the one that started last holds.
 *
 * @param statements in the order in which later ones replace earlier ones of the same start
 */
export function periodEvents<S extends Statement>(
  statements: readonly S[],
): { readonly events: readonly PeriodEvent<S>[]; readonly fates: ReadonlyMap<S, Fate> } {
  const fates = new Map<S, Fate>();
  for (const about of groupBy(statements, ({ from }) => from).values())
    about.forEach((statement, index) => {
      const isEmpty = statement.to !== null && statement.to <= statement.from;
      fates.set(
        statement,
        index < about.length - 1
          ? 'replaced'
          : statement.isRetraction
            ? 'taken_back'
            : isEmpty
              ? 'empty'
              : 'holds',
      );
    });
  const held = statements
    .filter((statement) => fates.get(statement) === 'holds')
    .sort((left, right) => compareTexts(left.from, right.from));
  const starts = held.map((statement) => ({ at: statement.from, statement, isStart: true }));
  const ends = new Set(held.flatMap(({ to }) => to ?? []));
  const handovers = [...ends].flatMap((at) => {
    const statement = held.findLast(({ from, to }) => from <= at && (to === null || at < to));
    return statement?.from === at ? [] : [{ at, statement, isStart: false }];
  });
  return { events: [...starts, ...handovers].sort((left, right) => compareTexts(left.at, right.at)), fates };
}
