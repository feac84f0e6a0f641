import type { Column, EventRelation } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import type { PlanContext } from './context.js';
import { latestOf } from './event-order.js';
import { type PreparedEvents, prepareEvents } from './event-steps.js';
import { type Step, step } from './step.js';

export interface LastStates {
  readonly steps: readonly Step[];
  /** The CTE with one row per key. */
  readonly from: string;
}

/**
 * The last state of each key of a relation that holds events.
 *
 * @param columns the columns that are read further on
 * @param deleted what becomes of a key whose last event is a delete: `without` it is not there, `with` it shows
 *   what it said last, `flagged` that and a column `is_deleted`
 */
export function lastStates(
  events: EventRelation,
  columns: readonly Column[],
  deleted: 'without' | 'with' | 'flagged',
  context: PlanContext,
): LastStates {
  const { key, isDeleted } = events;
  // A model that joins several tables prepares each of them.
  const prepared = prepareEvents(events, key, columns, context, `_of_${events.alias}`);
  const read: Read = {
    events,
    read: [...key, ...columns.map((column) => column.name).filter((name) => !key.includes(name))],
    prepared,
  };
  const steps =
    isDeleted === undefined
      ? lastOf(read, [], [], [])
      : deleted === 'without'
        ? lastOf(read, [isDeleted], [], [`not ${isDeleted}`])
        : deleted === 'with'
          ? lastOf(read, [], [`not ${isDeleted}`], [])
          : lastAlive(read, isDeleted);
  return { steps: [...prepared.steps, ...steps], from: names(events).last };
}

interface Read {
  readonly events: EventRelation;
  readonly read: readonly string[];
  readonly prepared: PreparedEvents;
}

function names({ alias }: EventRelation) {
  return { ranked: `${alias}_ranked`, flagged: `${alias}_flagged`, last: `latest_${alias}` };
}

/** The last event of each key; of those that `before` lets pass, and only if `after` does. */
function lastOf(
  { events, read, prepared }: Read,
  marks: readonly string[],
  before: readonly string[],
  after: readonly string[],
): Step[] {
  const { ranked, last } = names(events);
  const order = newest(events, prepared, before.length === 0);
  return [
    step(
      ranked,
      select({
        columns: [...new Set([...read, ...marks]), `${over('row_number()', events.key, order)} as _recency`],
        from: prepared.from,
        where: before,
      }),
    ),
    step(last, select({ columns: ['*'], from: ranked, where: ['_recency = 1', ...after] })),
  ];
}

/** The last state in which each key was alive, and whether it still is. */
function lastAlive({ events, read, prepared }: Read, isDeleted: string): Step[] {
  const { flagged, ranked, last } = names(events);
  const { key, eventAt } = events;
  const order = newest(events, prepared, true);
  const flag = over(
    `first_value(${isDeleted})`,
    key,
    order,
    'rows between unbounded preceding and unbounded following',
  );
  // A state that a delete of the same instant undoes never held.
  const atInstant =
    eventAt === undefined
      ? []
      : [
          `${over('row_number()', [...key, eventAt.name], prepared.newestFirst(true))} as _recency_at_instant`,
        ];
  return [
    step(
      flagged,
      select({
        columns: [
          ...new Set([...read, isDeleted]),
          `${over('row_number()', key, order)} as _position`,
          `${flag} as is_deleted`,
          ...atInstant,
        ],
        from: prepared.from,
      }),
    ),
    step(
      ranked,
      select({
        columns: [...read, 'is_deleted', `${over('row_number()', key, ['_position'])} as _recency`],
        from: flagged,
        where: [`not ${isDeleted}`, ...(eventAt === undefined ? [] : ['_recency_at_instant = 1'])],
      }),
    ),
    step(last, select({ columns: ['*'], from: ranked, where: ['_recency = 1'] })),
  ];
}

function newest(events: EventRelation, prepared: PreparedEvents, heedsDeletes: boolean): string[] {
  const order = latestOf(events, prepared.newestFirst(heedsDeletes));
  // A relation without anything to order by has rows that are equal but for what nobody reads.
  return order.length === 0 ? [...events.key] : order;
}
