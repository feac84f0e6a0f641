import type { Column, EventRelation } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import { type PlanContext, typedNull } from './context.js';
import { firstFirst } from './event-order.js';
import { type Step, step } from './step.js';

export interface PreparedEvents {
  readonly steps: readonly Step[];
  /** The CTE to go on from. It has the relation's own column names. */
  readonly from: string;
}

/**
 * What must happen to a relation's events before anything else may look at them: a truncate becomes a delete
 * of every key that it met, and values that were not sent are carried forward, in that order.
 *
 * @param columns the columns of the relation that are needed further on, beside its key
 */
export function prepareEvents(
  events: EventRelation,
  key: readonly string[],
  columns: readonly Column[],
  context: PlanContext,
): PreparedEvents {
  const steps: Step[] = [];
  let from = events.alias;
  if (events.truncate !== undefined) {
    steps.push(...truncateSteps(events, events.truncate, key, columns, context));
    from = 'events_with_truncates';
  }
  if (events.carriesNulls) {
    steps.push(...carrySteps(events, key, columns, from, context));
    from = 'events_carried_forward';
  }
  return { steps, from };
}

/** The columns that order and mark events, as far as the relation has them. */
export function eventColumns(events: EventRelation): string[] {
  const names = [
    ...(events.eventAt === undefined ? [] : [events.eventAt.name]),
    ...events.sequence.map((column) => column.name),
    ...(events.isDeleted === undefined ? [] : [events.isDeleted]),
    ...(events.deliveredAt === undefined ? [] : [events.deliveredAt]),
  ];
  return [...new Set(names)];
}

function truncateSteps(
  events: EventRelation,
  truncate: NonNullable<EventRelation['truncate']>,
  key: readonly string[],
  columns: readonly Column[],
  context: PlanContext,
): Step[] {
  const marks = eventColumns(events);
  const values = truncate.values.map((value) =>
    typeof value === 'string' ? context.dialect.stringLiteral(value) : String(value),
  );
  const isTruncate = `coalesce(${truncate.column} in (${values.join(', ')}), false)`;
  const payload = columns.filter((column) => !marks.includes(column.name) && !key.includes(column.name));
  return [
    step('truncates', select({ distinct: 'distinct', columns: marks, from: events.alias, where: [isTruncate] })),
    step('known_keys', select({ distinct: 'distinct', columns: key, from: events.alias, where: [`not ${isTruncate}`] })),
    step(
      'events_with_truncates',
      [
        select({
          columns: [...key, ...payload.map((column) => column.name), ...marks],
          from: events.alias,
          where: [`not ${isTruncate}`],
        }),
        select({
          columns: [
            ...key.map((name) => `known_keys.${name}`),
            ...payload.map((column) => `${typedNull(column.type, context)} as ${column.name}`),
            ...marks.map((name) => `truncates.${name}`),
          ],
          from: 'known_keys',
          joins: [{ kind: 'cross', relation: 'truncates' }],
        }),
      ].join('\n\nunion all\n\n'),
      'A truncate ends every key that has an earlier event.',
    ),
  ];
}

function carrySteps(
  events: EventRelation,
  key: readonly string[],
  columns: readonly Column[],
  from: string,
  { dialect }: PlanContext,
): Step[] {
  const marks = eventColumns(events);
  const payload = columns.filter((column) => !marks.includes(column.name) && !key.includes(column.name));
  const order = firstFirst(events, payload.filter((column) => column.type.kind !== 'json').map((column) => column.name));
  const upToHere = 'rows between unbounded preceding and current row';
  const lives =
    events.isDeleted === undefined
      ? undefined
      : step(
          'lives',
          select({
            columns: [
              '*',
              `coalesce(${over(`sum(case when ${events.isDeleted} then 1 else 0 end)`, key, order, 'rows between unbounded preceding and 1 preceding')}, 0) as _life`,
            ],
            from,
          }),
          'A delete ends a life: nothing is carried across it.',
        );
  const partition = lives === undefined ? key : [...key, '_life'];
  const window = `partition by ${partition.join(', ')} order by ${order.join(', ')} ${upToHere}`;
  return [
    ...(lives === undefined ? [] : [lives]),
    step(
      'events_carried_forward',
      select({
        columns: [
          ...key,
          ...payload.map((column) => `${dialect.lastNonNull(column.name, window)} as ${column.name}`),
          ...marks,
        ],
        from: lives === undefined ? from : 'lives',
      }),
      'A null was not sent: what held before still holds.',
    ),
  ];
}

/** The instant of an event as a timestamp. */
export function eventInstant(column: Column, context: PlanContext, qualifier = ''): string {
  const name = `${qualifier}${column.name}`;
  return column.type.kind === 'timestamp' ? name : context.dialect.cast(name, { kind: 'timestamp' }, column.type);
}

