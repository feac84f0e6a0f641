import type { Column, EventRelation } from '../resolve/project.js';
import { sameKey } from '../resolve/relations.js';
import { jinjaSafeLine } from '../sql/jinja.js';
import { over, select } from '../sql/layout.js';
import { type PlanContext, typedNull } from './context.js';
import { firstFirst, lastFirst } from './event-order.js';
import { periodSteps } from './periods.js';
import { type Step, step } from './step.js';

export interface PreparedEvents {
  readonly steps: readonly Step[];
  /** The CTE to go on from. It has the relation's own column names. */
  readonly from: string;
  /**
   * What orders several events of one instant, the last of them first.
   *
   * @param heedsDeletes false where deletes are left out before anything is ordered
   */
  readonly newestFirst: (heedsDeletes: boolean) => readonly string[];
  /** What orders all events of a key, the first of them first. */
  readonly oldestFirst: readonly string[];
}

/**
 * What must happen to a relation's events before anything else may look at them: periods become events; a truncate
 * becomes a delete of every key that it met, and values that were not sent are carried forward, in that order.
 *
 * @param columns the columns of the relation that are needed further on, beside its key
 * @param suffix what the CTEs' names end in, where a model prepares several relations
 */
export function prepareEvents(
  events: EventRelation,
  key: readonly string[],
  columns: readonly Column[],
  context: PlanContext,
  suffix = '',
): PreparedEvents {
  if (events.periods !== undefined) {
    const content = contentColumns(events, events.key, columns, context);
    return {
      steps: periodSteps(events, events.periods, { payload: columns, content }, context, suffix),
      from: `events_of_periods${suffix}`,
      // There is one event per key and instant.
      newestFirst: () => ['_event_at'],
      oldestFirst: ['_event_at'],
    };
  }
  const steps: Step[] = [];
  let from = events.alias;
  if (events.truncate !== undefined) {
    // A truncate ends what the source's rows are about; another natural key of theirs is but one of the values.
    const others = events.columns.filter(
      (column) => key.includes(column.name) && !events.key.includes(column.name),
    );
    steps.push(
      ...truncateSteps(events, events.truncate, events.key, [...others, ...columns], context, suffix),
    );
    from = `events_with_truncates${suffix}`;
  }
  const content = contentColumns(events, key, columns, context);
  if (events.carriesNulls) {
    steps.push(...carrySteps(events, key, columns, from, context, suffix));
    from = `events_carried_forward${suffix}`;
    // What was carried to an event came from the one before it, in this order and no other. Where rows of several
    // source keys meet under one natural key, each has positions of its own.
    if (sameKey(key, events.key))
      return { steps, from, newestFirst: () => ['_position desc'], oldestFirst: ['_position'] };
  }
  return {
    steps,
    from,
    newestFirst: (heedsDeletes) =>
      lastFirst(heedsDeletes ? events : { ...events, isDeleted: undefined }, content),
    oldestFirst: firstFirst(events, content),
  };
}

/** What decides which of several events is the last when nothing else does. No warehouse orders json: its text does. */
function contentColumns(
  events: EventRelation,
  key: readonly string[],
  columns: readonly Column[],
  { dialect }: Pick<PlanContext, 'dialect'>,
): string[] {
  const marks = eventColumns(events);
  return columns
    .filter((column) => !key.includes(column.name) && !marks.includes(column.name))
    .map(({ name, type }) => (type.kind === 'json' ? dialect.keyText(name, type) : name));
}

/** The columns that order and mark events, as far as the relation has them. */
export function eventColumns(events: EventRelation): string[] {
  const names = [
    ...(events.eventAt === undefined ? [] : [events.eventAt.name]),
    ...events.sequence.map((column) => column.name),
    ...(events.isDeleted === undefined ? [] : [events.isDeleted]),
    ...(events.arrivedAt === undefined ? [] : [events.arrivedAt]),
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
  suffix: string,
): Step[] {
  const marks = eventColumns(events);
  const values = truncate.values.map((value) =>
    typeof value === 'string' ? jinjaSafeLine(context.dialect.stringLiteral(value)) : String(value),
  );
  const isTruncate = `coalesce(${truncate.column} in (${values.join(', ')}), false)`;
  const payload = columns.filter((column) => !marks.includes(column.name) && !key.includes(column.name));
  return [
    step(
      `truncates${suffix}`,
      select({ distinct: 'distinct', columns: marks, from: events.alias, where: [isTruncate] }),
    ),
    step(
      `known_keys${suffix}`,
      select({ distinct: 'distinct', columns: key, from: events.alias, where: [`not ${isTruncate}`] }),
    ),
    step(
      `events_with_truncates${suffix}`,
      [
        select({
          columns: [...key, ...payload.map((column) => column.name), ...marks],
          from: events.alias,
          where: [`not ${isTruncate}`],
        }),
        select({
          columns: [
            ...key.map((name) => `known_keys${suffix}.${name}`),
            ...payload.map((column) => `${typedNull(column.type, context)} as ${column.name}`),
            ...marks.map((name) => `truncates${suffix}.${name}`),
          ],
          from: `known_keys${suffix}`,
          joins: [{ kind: 'cross', relation: `truncates${suffix}` }],
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
  suffix: string,
): Step[] {
  const marks = eventColumns(events);
  // What a row left out is what the thing that it is about said before: that thing has the source's key.
  const own = [...new Set([...events.key, ...key])];
  const payload = columns.filter((column) => !marks.includes(column.name) && !own.includes(column.name));
  const order = firstFirst(events, contentColumns(events, own, columns, { dialect }));
  const upToHere = 'rows between unbounded preceding and current row';
  const position = `${over('row_number()', events.key, order)} as _position`;
  const life = `coalesce(${over(`sum(case when ${events.isDeleted} then 1 else 0 end)`, events.key, order, 'rows between unbounded preceding and 1 preceding')}, 0) as _life`;
  const hasLives = events.isDeleted !== undefined;
  const partition = hasLives ? [...events.key, '_life'] : events.key;
  const window = `partition by ${partition.join(', ')} order by _position ${upToHere}`;
  return [
    step(
      `events_in_order${suffix}`,
      select({ columns: ['*', position, ...(hasLives ? [life] : [])], from }),
      hasLives ? 'A delete ends a life: nothing is carried across it.' : undefined,
    ),
    step(
      `events_carried_forward${suffix}`,
      select({
        columns: [
          ...own,
          ...payload.map(
            (column) => `${dialect.lastNonNull(column.name, window, column.type)} as ${column.name}`,
          ),
          ...marks,
          '_position',
        ],
        from: `events_in_order${suffix}`,
      }),
      'A null was not sent: what held before still holds.',
    ),
  ];
}
