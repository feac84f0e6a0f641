import type { Column, Dimension, EventRelation } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import { type PlanContext, timestamp } from './context.js';
import { columnsRead } from './columns-read.js';
import { attributeItem } from './dimension.js';
import { eventColumns, eventInstant, prepareEvents } from './event-steps.js';
import { lastFirst } from './event-order.js';
import { keySql } from './key-sql.js';
import { type Step, incrementalStep, step } from './step.js';

export interface DimensionSteps {
  readonly steps: readonly Step[];
  /** The CTE with the dimension's columns (without the load time). */
  readonly result: string;
  /** Set where an incremental run looks at some natural keys only: the CTE that lists them. */
  readonly within: { readonly cte: string; readonly key: readonly string[] } | undefined;
}

/**
 * Versions from events: the last event per instant, the events at which a tracked value changes or life begins
 * or ends, and from each of them to the next a version.
 */
export function versionSteps(dimension: Dimension, context: PlanContext): DimensionSteps {
  const events = dimension.from as EventRelation;
  const key = dimension.naturalKey.map((column) => column.name);
  const needed = columnsRead(dimension);
  const eventAt = requiredEventAt(events);
  const followsDeletes = events.isDeleted !== undefined && dimension.deletes !== 'ignore';
  const incremental = events.origin === 'kept' && events.truncate === undefined && key.join() === events.key.join();

  const steps: Step[] = [];
  if (incremental) steps.push(changedKeys(events, key, context));
  const prepared = prepareEvents(events, key, needed, context);
  steps.push(...prepared.steps);
  steps.push(...lastStates({ dimension, events, eventAt, key, needed, from: prepared.from, followsDeletes, incremental, context }));
  steps.push(...intervals({ dimension, key, followsDeletes, context }));
  steps.push(...overwritten(dimension, key, followsDeletes));
  steps.push(step('versions', versions(dimension, key, followsDeletes, context)));
  return { steps, result: 'versions', within: incremental ? { cte: 'changed_keys', key } : undefined };
}

function changedKeys(events: EventRelation, key: readonly string[], { project }: PlanContext): Step {
  const loadedAt = project.conventions.loadedAt;
  return incrementalStep(
    'changed_keys',
    select({
      distinct: 'distinct',
      columns: key,
      from: events.alias,
      where: [`${events.deliveredAt} >= (select max(${loadedAt}) from {{ this }})`],
    }),
    'Keys with events since the last load that reached this table, that load included.',
  );
}

interface StatesInput {
  readonly dimension: Dimension;
  readonly events: EventRelation;
  readonly eventAt: Column;
  readonly key: readonly string[];
  readonly needed: readonly Column[];
  readonly from: string;
  readonly followsDeletes: boolean;
  readonly incremental: boolean;
  readonly context: PlanContext;
}

function lastStates({ dimension, events, eventAt, key, needed, from, followsDeletes, incremental, context }: StatesInput): Step[] {
  const columns = [...new Set([...key, ...needed.map((column) => column.name), ...eventColumns(events)])];
  const content = needed.filter((column) => !key.includes(column.name) && column.type.kind !== 'json');
  const order = lastFirst(followsDeletes ? events : { ...events, isDeleted: undefined }, content.map((column) => column.name), incremental ? `${from}.` : '');
  const qualified = (name: string) => (incremental ? `${from}.${name}` : name);
  const join = incremental
    ? `\n{%- if is_incremental() %}\ninner join changed_keys\n    on ${key.map((name) => `${from}.${name} = changed_keys.${name}`).join('\n    and ')}\n{%- endif %}`
    : '';
  const ranked = [
    select({
      columns: [
        ...columns.map(qualified),
        `${over('row_number()', [...key, eventAt.name].map(qualified), order.length === 0 ? [qualified(eventAt.name)] : order)} as _recency`,
      ],
      from,
    }) + join,
    ...(events.isDeleted !== undefined && !followsDeletes ? [`where not ${qualified(events.isDeleted)}`] : []),
  ].join('\n');
  const instant = eventInstant(eventAt, context);
  return [
    step('events_ranked', ranked, 'Of several events at one instant the last one says what holds from then on.'),
    step(
      'states',
      select({
        columns: [
          ...key,
          ...dimension.attributes.filter((attribute) => !key.includes(attribute.name)).map((attribute) => attributeItem(dimension, attribute, context)),
          instant === '_event_at' ? instant : `${instant} as _event_at`,
          ...(followsDeletes && events.isDeleted !== undefined ? [events.isDeleted === '_is_deleted' ? '_is_deleted' : `${events.isDeleted} as _is_deleted`] : []),
        ],
        from: 'events_ranked',
        where: ['_recency = 1'],
      }),
    ),
  ];
}

interface IntervalsInput {
  readonly dimension: Dimension;
  readonly key: readonly string[];
  readonly followsDeletes: boolean;
  readonly context: PlanContext;
}

function intervals({ dimension, key, followsDeletes, context }: IntervalsInput): Step[] {
  const { dialect, project } = context;
  const { validFrom, validTo } = project.conventions;
  const tracked = dimension.attributes.filter((attribute) => attribute.scd === 2);
  const byInstant = ['_event_at'];
  const differs = tracked.map((attribute) => dialect.isDistinct(attribute.name, `_previous_${attribute.name}`, attribute.type));
  const starts = followsDeletes
    ? [
        '_is_deleted and not _was_deleted',
        ...[`not _is_deleted and _was_deleted`, ...differs.map((condition) => `not _is_deleted and ${condition}`)],
      ]
    : ['_previous_event_at is null', ...differs];
  const first = over('row_number()', key, byInstant);
  const openStart = dialect.timestampLiteral(project.conventions.openStart);
  const from =
    dimension.firstVersion === 'open_past'
      ? `case when ${first} = 1 and _event_at > ${openStart} then ${openStart} else _event_at end as ${validFrom}`
      : `_event_at as ${validFrom}`;
  const kept = (name: string) =>
    followsDeletes && dimension.deletes === 'flag' ? `case when _is_deleted then _previous_${name} else ${name} end as ${name}` : name;
  return [
    step(
      'states_compared',
      select({
        columns: [
          '*',
          ...tracked.map((attribute) => `${over(`lag(${attribute.name})`, key, byInstant)} as _previous_${attribute.name}`),
          followsDeletes
            ? `coalesce(${over('lag(_is_deleted)', key, byInstant)}, true) as _was_deleted`
            : `${over('lag(_event_at)', key, byInstant)} as _previous_event_at`,
        ],
        from: 'states',
      }),
    ),
    step(
      'turning_points',
      `select * from states_compared\nwhere\n    ${starts.join('\n    or ')}`,
      followsDeletes
        ? 'A tracked value changes, or a life begins or ends.'
        : 'The first state of a key, and each at which a tracked value changes.',
    ),
    step(
      'intervals',
      select({
        columns: [
          ...key,
          ...tracked.map((attribute) => kept(attribute.name)),
          from,
          `${over('lead(_event_at)', key, byInstant)} as ${validTo}`,
          ...(followsDeletes ? ['_is_deleted'] : []),
        ],
        from: 'turning_points',
      }),
    ),
  ];
}

/** The states that overwritten and retained attributes take their values from. */
function overwritten(dimension: Dimension, key: readonly string[], followsDeletes: boolean): Step[] {
  const steps: Step[] = [];
  const where = followsDeletes ? ['not _is_deleted'] : [];
  const ranked = (name: string, direction: string, result: string, scd: 0 | 1) => {
    const attributes = dimension.attributes.filter((attribute) => attribute.scd === scd);
    if (attributes.length === 0) return;
    steps.push(
      step(
        name,
        select({
          columns: [...key, ...attributes.map((attribute) => attribute.name), `${over('row_number()', key, [`_event_at${direction}`])} as _recency`],
          from: 'states',
          where,
        }),
      ),
      step(result, select({ columns: ['*'], from: name, where: ['_recency = 1'] })),
    );
  };
  ranked('states_by_seniority', '', 'first_states', 0);
  ranked('states_by_recency', ' desc', 'last_states', 1);
  return steps;
}

function versions(dimension: Dimension, key: readonly string[], followsDeletes: boolean, context: PlanContext): string {
  const { dialect, project } = context;
  const { validFrom, validTo, isCurrent, openEnd } = project.conventions;
  const sources = new Map<0 | 1, string>([
    [0, 'first_states'],
    [1, 'last_states'],
  ]);
  const joined = [...sources].filter(([scd]) => dimension.attributes.some((attribute) => attribute.scd === scd));
  const qualify = joined.length > 0 ? 'intervals.' : '';
  const end =
    openEnd === null ? `${qualify}${validTo}` : `coalesce(${qualify}${validTo}, ${dialect.timestampLiteral(openEnd)}) as ${validTo}`;
  return select({
    columns: [
      `${keySql([...dimension.naturalKey.map((column) => ({ sql: `${qualify}${column.name}`, type: column.type })), { sql: `${qualify}${validFrom}`, type: timestamp }], context)} as ${dimension.key}`,
      ...key.map((name) => `${qualify}${name}`),
      ...dimension.attributes.map((attribute) => (attribute.scd === 2 ? `${qualify}${attribute.name}` : `${sources.get(attribute.scd)}.${attribute.name}`)),
      `${qualify}${validFrom}`,
      end,
      `${qualify}${validTo} is null as ${isCurrent}`,
      ...(followsDeletes && dimension.deletes === 'flag' ? [`${qualify}_is_deleted as is_deleted`] : []),
    ],
    from: 'intervals',
    joins: joined.map(([, relation]) => ({
      kind: 'inner' as const,
      relation,
      on: key.map((name) => `intervals.${name} = ${relation}.${name}`),
    })),
    where: followsDeletes && dimension.deletes === 'close' ? [`not ${qualify}_is_deleted`] : [],
  });
}

function requiredEventAt(events: EventRelation): Column {
  if (events.eventAt === undefined) throw new Error(`${events.model} has no instant to date its events by`);
  return events.eventAt;
}
