import type { Column, EventRelation } from './project.js';

/**
 * The events of rows that were joined in time: one per key and instant at which either side changed, so nothing has to
 * order several of one instant.
 *
 * @param main the side that brings the keys
 * @param joined the other sides
 * @param forgets whether something else may leave an event out one day
 */
export function joinedEvents(
  main: EventRelation,
  joined: readonly EventRelation[],
  forgets: boolean,
): Omit<EventRelation, 'model' | 'alias' | 'key' | 'columns' | 'isDeleted'> {
  const histories: NonNullable<EventRelation['histories']> = {
    main: main.histories?.main ?? main,
    joined: [
      ...(main.histories?.joined ?? []),
      ...joined.flatMap((other) =>
        other.histories === undefined ? [other] : [other.histories.main, ...other.histories.joined],
      ),
    ],
  };
  const all = [histories.main, ...histories.joined];
  return {
    form: 'events',
    eventAt: joinedInstant,
    sequence: [],
    deliveredAt: undefined,
    truncate: undefined,
    carriesNulls: false,
    followsOthers: true,
    // A period that was taken back leaves no event that could say so.
    forgets: forgets || all.some((history) => history.forgets || history.periods !== undefined),
    origin: all.some(({ origin }) => origin === 'log') ? 'log' : 'kept',
    histories,
  };
}

const joinedInstant: Column = { name: '_event_at', type: { kind: 'timestamp' }, notNull: true };
