import type { Column, EventRelation, StatedPeriods } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import type { PlanContext } from './context.js';
import { lastFirst } from './event-order.js';
import { instant } from './instants.js';
import { type Step, step } from './step.js';

/** Many sources write it for an end that is not known; no warehouse has a day after it. */
const lastDay = '9999-12-31';

/** From when on a stated period holds, as a timestamp. */
export function periodStart({ from }: Pick<StatedPeriods, 'from'>, qualifier: string, context: PlanContext) {
  return instant(from, `${qualifier}${from.name}`, context);
}

/** The first instant at which a stated period no longer holds, null where it has no end, as a timestamp. */
export function periodEnd(
  { to, end }: Pick<StatedPeriods, 'to' | 'end'>,
  qualifier: string,
  context: PlanContext,
): string {
  const { dialect } = context;
  const stated = `${qualifier}${to.name}`;
  const isDay = to.type.kind === 'date';
  const known = isDay
    ? `${stated} < ${dialect.dateLiteral(lastDay)}`
    : `${instant(to, stated, context)} < ${dialect.timestampLiteral(`${lastDay} 00:00:00`)}`;
  const value = end === 'exclusive' ? { ...to, sql: stated } : { ...to, sql: dayAfter(stated, context) };
  return `case when ${known} then ${instant(value, value.sql, context)} end`;
}

function dayAfter(day: string, { dialect }: PlanContext): string {
  return dialect.functions.date_add([
    { sql: dialect.stringLiteral('day'), type: { kind: 'text' }, literal: 'day' },
    { sql: '1', type: { kind: 'integer' }, literal: undefined },
    { sql: day, type: { kind: 'date' }, literal: undefined },
  ]);
}

/** What makes the row that counts come first, of several that state a period of one key and start. */
export function newestStatement(
  { sequence, deliveredAt }: Pick<EventRelation, 'sequence' | 'deliveredAt'>,
  { isRetracted, newest }: Pick<StatedPeriods, 'isRetracted' | 'newest'>,
  content: readonly string[],
): string[] {
  if (newest === 'events') return lastFirst({ sequence, deliveredAt, isDeleted: isRetracted }, content);
  return [
    ...(deliveredAt === undefined ? [] : [`${deliveredAt} desc`]),
    ...lastFirst({ sequence: [], deliveredAt: undefined, isDeleted: isRetracted }, content),
  ];
}

/**
 * Stated periods as events, one per key and instant: a state where a period begins, and where one ends either the
 * state of the period that still holds then (of several the one that started last) or a delete.
 *
 * @param payload the columns that are needed further on, beside the key
 * @param content what decides which of two rows about one period counts, when nothing else does
 * @returns steps that end in the CTE `events_of_periods`
 */
export function periodSteps(
  events: EventRelation,
  periods: StatedPeriods,
  { payload: needed, content }: { readonly payload: readonly Column[]; readonly content: readonly string[] },
  context: PlanContext,
  suffix: string,
): Step[] {
  const { key } = events;
  const payload = [...new Set(needed.map(({ name }) => name))].filter(
    (name) => !key.includes(name) && name !== '_event_at' && name !== '_is_deleted',
  );
  const start = periodStart(periods, '', context);
  const order = newestStatement(events, periods, ['_ends_at', ...content]);
  const [stated, statedRanked, held, ends, atEnds, ranked] = [
    'stated_periods',
    'stated_ranked',
    'periods',
    'period_ends',
    'periods_at_ends',
    'periods_ranked',
  ].map((name) => `${name}${suffix}`) as [string, string, string, string, string, string];
  const keyOf = (relation: string) => key.map((name) => `${relation}.${name}`);
  // A log's rows without an instant stop the run; they have to be seen for that.
  const unknownStart = events.origin === 'log' ? ['_event_at is null'] : [];
  return [
    step(
      stated,
      select({
        columns: [
          '*',
          ...(start === '_event_at' ? [] : [`${start} as _event_at`]),
          `${periodEnd(periods, '', context)} as _ends_at`,
        ],
        from: events.alias,
      }),
    ),
    step(
      statedRanked,
      select({
        columns: [
          ...key,
          ...payload,
          '_event_at',
          '_ends_at',
          ...(periods.isRetracted === undefined ? [] : [periods.isRetracted]),
          `${over('row_number()', [...key, '_event_at'], order)} as _recency`,
        ],
        from: stated,
      }),
      'Of several rows about one period the last one counts.',
    ),
    step(
      held,
      select({
        columns: [...key, ...payload, '_event_at', '_ends_at'],
        from: statedRanked,
        where: [
          '_recency = 1',
          ...(periods.isRetracted === undefined ? [] : [`not ${periods.isRetracted}`]),
          `(${[...unknownStart, '_ends_at is null', '_ends_at > _event_at'].join(' or ')})`,
        ],
      }),
    ),
    step(
      ends,
      select({
        distinct: 'distinct',
        columns: [...key, '_ends_at as _event_at'],
        from: held,
        where: ['_ends_at is not null'],
      }),
    ),
    step(
      atEnds,
      select({
        columns: [
          ...keyOf(ends),
          ...payload.map((name) => `${held}.${name}`),
          `${ends}._event_at`,
          `${held}._event_at as _began_at`,
        ],
        from: ends,
        joins: [
          {
            kind: 'left',
            relation: held,
            on: [
              ...key.map((name) => `${ends}.${name} = ${held}.${name}`),
              `${ends}._event_at >= ${held}._event_at`,
              `(${held}._ends_at is null or ${ends}._event_at < ${held}._ends_at)`,
            ],
          },
        ],
      }),
      'What still holds where a period ends, and since when.',
    ),
    step(
      ranked,
      select({
        columns: [
          '*',
          `${over('row_number()', [...key, '_event_at'], ['_began_at desc nulls last'])} as _recency`,
        ],
        from: atEnds,
      }),
    ),
    step(
      `events_of_periods${suffix}`,
      [
        select({
          columns: [...key, ...payload, '_event_at', 'false as _is_deleted'],
          from: held,
        }),
        select({
          columns: [...key, ...payload, '_event_at', '_began_at is null as _is_deleted'],
          from: ranked,
          where: ['_recency = 1', '(_began_at is null or _began_at < _event_at)'],
        }),
      ].join('\n\nunion all\n\n'),
      'Where a period ends, the latest of those that still hold takes over.',
    ),
  ];
}
