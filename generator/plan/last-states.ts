import type { Column, EventRelation } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import type { PlanContext } from './context.js';
import { lastFirst } from './event-order.js';
import { prepareEvents } from './event-steps.js';
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
  const key = events.key;
  const payload = columns.filter((column) => !key.includes(column.name));
  const prepared = prepareEvents(events, key, columns, context);
  const ranked = `${events.alias}_ranked`;
  const last = `latest_${events.alias}`;
  const alive = events.isDeleted === undefined || deleted === 'without' ? events : { ...events, isDeleted: undefined };
  const order = newestFirst(alive, payload);
  const recency = `${over('row_number()', key, order)} as _recency`;
  const isDeleted = events.isDeleted;
  if (isDeleted === undefined || deleted === 'without') {
    return {
      steps: [
        ...prepared.steps,
        step(
          ranked,
          select({
            columns: [...names(key, payload), ...(isDeleted === undefined ? [] : [isDeleted]), recency],
            from: prepared.from,
          }),
        ),
        step(
          last,
          select({ columns: ['*'], from: ranked, where: ['_recency = 1', ...(isDeleted === undefined ? [] : [`not ${isDeleted}`])] }),
        ),
      ],
      from: last,
    };
  }
  const flag = `${over(`first_value(${isDeleted})`, key, newestFirst(events, payload), 'rows between unbounded preceding and unbounded following')} as is_deleted`;
  return {
    steps: [
      ...prepared.steps,
      ...(deleted === 'flagged'
        ? [
            step(
              `${events.alias}_flagged`,
              select({ columns: [...names(key, payload), ...markNames(events), flag], from: prepared.from }),
            ),
          ]
        : []),
      step(
        ranked,
        select({
          columns: [...names(key, payload), ...(deleted === 'flagged' ? ['is_deleted'] : []), recency],
          from: deleted === 'flagged' ? `${events.alias}_flagged` : prepared.from,
          where: [`not ${isDeleted}`],
        }),
      ),
      step(last, select({ columns: ['*'], from: ranked, where: ['_recency = 1'] })),
    ],
    from: last,
  };

  function markNames(relation: EventRelation): string[] {
    const taken = new Set(names(key, payload));
    return [
      ...(relation.eventAt === undefined ? [] : [relation.eventAt.name]),
      ...relation.sequence.map((column) => column.name),
      ...(relation.deliveredAt === undefined ? [] : [relation.deliveredAt]),
      isDeleted ?? '',
    ].filter((name) => name !== '' && !taken.has(name));
  }
}

function names(key: readonly string[], payload: readonly Column[]): string[] {
  return [...key, ...payload.map((column) => column.name)];
}

function newestFirst(events: EventRelation, payload: readonly Column[]): string[] {
  const content = payload.filter((column) => column.type.kind !== 'json' && column.name !== events.eventAt?.name);
  const order = [
    ...(events.eventAt === undefined ? [] : [`${events.eventAt.name} desc`]),
    ...lastFirst(
      events,
      content.map((column) => column.name),
    ),
  ];
  // A relation without anything to order by has rows that are equal but for what nobody reads.
  return order.length === 0 ? [...events.key] : order;
}
