import type { Column, Dimension, EventRelation } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import { lastLoad, readsChangedKeys, unreadEvents } from './changed-keys.js';
import { carriedBack, completions, markItems, saidItem } from './added-attributes.js';
import { columnsRead } from './columns-read.js';
import type { PlanContext } from './context.js';
import { attributeItem } from './attribute-sql.js';
import { latestOf } from './event-order.js';
import { type PreparedEvents, prepareEvents } from './event-steps.js';
import { instant } from './instants.js';
import { keysOfInference } from './inferred-members.js';
import { resumedEvents, withVersionBefore } from './resumed-histories.js';
import { type Step, incrementalStep, step } from './step.js';

export interface DimensionSteps {
  readonly steps: readonly Step[];
  /** The CTE with the dimension's columns (without the load time). */
  readonly result: string;
  /** Set where an incremental run looks at some natural keys only: the CTE that lists them. */
  readonly within:
    | {
        readonly cte: string;
        readonly key: readonly string[];
        /** `made`: the CTE with the table's rows of these keys is among the steps. */
        readonly existing: 'made' | 'to_be_made';
      }
    | undefined;
}

export interface StatesInput {
  readonly dimension: Dimension;
  readonly events: EventRelation;
  /** `instant`: one state per key and instant; `key`: the key's last event only. */
  readonly per: 'instant' | 'key';
  /**
   * `changed`: a later run looks at the keys with new events, where these are known; `resumed`: at these from their
   * first new event on; `all`: at what it is given.
   */
  readonly keys: 'changed' | 'resumed' | 'all';
  /** What the last CTE is to be called; `states` where left out. */
  readonly result?: string;
  readonly context: PlanContext;
}

export interface DimensionStates {
  /** They end in the CTE `states`, or what it is to be called: natural key, attributes, per instant `_event_at`, and where deletes are heeded `_is_deleted`. */
  readonly steps: readonly Step[];
  readonly within: DimensionSteps['within'];
  readonly heedsDeletes: boolean;
}

/** True where a delete of its source's row means something to the dimension. */
export function heedsDeletes(dimension: Dimension, events: EventRelation): boolean {
  return events.isDeleted !== undefined && dimension.deletes !== 'ignore';
}

/** What a dimension's keys said and when, from the events of the keys that this run has to look at. */
export function dimensionStates({
  dimension,
  events,
  per,
  keys,
  result = 'states',
  context,
}: StatesInput): DimensionStates {
  const key = dimension.naturalKey.map((column) => column.name);
  const heeded = heedsDeletes(dimension, events);
  const incremental = keys !== 'all' && readsChangedKeys(events, key);
  const resumed = keys === 'resumed';
  const deletes = heeded ? 'heeds' : 'ignores';
  const needed = columnsRead(dimension);
  const read = incremental ? { ...events, alias: 'touched_events' } : events;
  const prepared = prepareEvents(read, key, needed, context);
  const said = states({ dimension, events, per, key, heeded, result, context });
  return {
    steps: [
      ...(incremental && !resumed ? touchedEvents(dimension, events, key, context) : []),
      ...(resumed ? resumedEvents(dimension, events, deletes, context) : []),
      ...prepared.steps,
      rankedEvents({ dimension, events, per, key, needed, prepared, heeded }),
      ...(resumed
        ? [withVersionBefore(said, dimension, deletes, context)]
        : carriedBack(said, { dimension, key, followsDeletes: heeded }, context)),
    ],
    within: incremental ? { cte: 'changed_keys', key, existing: resumed ? 'made' : 'to_be_made' } : undefined,
    heedsDeletes: heeded,
  };
}

function touchedEvents(
  dimension: Dimension,
  events: EventRelation,
  key: readonly string[],
  context: PlanContext,
): Step[] {
  const inferring = dimension.inference !== undefined;
  const read = loadsRead(dimension, context);
  // Read on its own: a CTE that is read twice is made whole first, whatever its readers need of it.
  const withEvents = [
    select({
      ...(inferring ? {} : { distinct: 'distinct' as const }),
      columns: key,
      from: `{{ ref('${events.model}') }}`,
    }),
    read.length === 0
      ? unreadEvents(events, context)
      : unreadEvents(events, context, '(select loads_read._read_up_to from loads_read)'),
  ].join('\n');
  return [
    ...read,
    ...(inferring
      ? [
          incrementalStep(
            'keys_to_look_at',
            [...keysOfInference(key), withEvents].join('\n\nunion all\n\n'),
            'Keys that are inferred, that may have to be, and those with events that this table lacks.',
          ),
          incrementalStep(
            'changed_keys',
            select({ distinct: 'distinct', columns: key, from: 'keys_to_look_at' }),
          ),
        ]
      : [
          incrementalStep(
            'changed_keys',
            withEvents,
            'Keys with events since the last load that changed this table, or of this load time.',
          ),
        ]),
    step(
      'touched_events',
      [
        `select ${events.alias}.*`,
        `from ${events.alias}`,
        '{% if is_incremental() %}',
        'inner join changed_keys',
        `    on ${key.map((name) => `${events.alias}.${name} = changed_keys.${name}`).join('\n    and ')}`,
        '{% endif %}',
      ].join('\n'),
    ),
  ];
}

/**
 * Up to which load the table has read. One without any value of an added attribute has read nothing yet that would
 * say it, also where a run took the column and died.
 */
function loadsRead({ attributes }: Dimension, context: PlanContext): Step[] {
  const everything = context.dialect.timestampLiteral('0001-01-01 00:00:00');
  const filled = attributes
    .filter(({ since }) => since !== undefined)
    .map(({ name }) => `count(${name}) > 0`);
  if (filled.length === 0) return [];
  const condition = filled.length === 1 ? ` ${filled[0]}` : `\n        ${filled.join('\n        and ')}`;
  return [
    incrementalStep(
      'loads_read',
      select({
        columns: [
          `case\n    when${condition}\n        then ${lastLoad('', context)}\n    else ${everything}\nend as _read_up_to`,
        ],
        from: '{{ this }}',
      }),
      'Nothing is read yet where the table has no value of an attribute that was added to it.',
    ),
  ];
}

/** True where something other than the rows' own content says which of two events at one instant came later. */
function orderedAtInstant({ sequence, isDeleted, deliveredAt, carriesNulls }: EventRelation): boolean {
  return sequence.length > 0 || isDeleted !== undefined || deliveredAt !== undefined || carriesNulls;
}

interface RankInput {
  readonly dimension: Dimension;
  readonly events: EventRelation;
  readonly per: StatesInput['per'];
  readonly key: readonly string[];
  readonly needed: readonly Column[];
  readonly prepared: PreparedEvents;
  readonly heeded: boolean;
}

function rankedEvents({ dimension, events, per, key, needed, prepared, heeded }: RankInput): Step {
  const { eventAt, isDeleted } = events;
  const marks = [
    ...(eventAt === undefined ? [] : [eventAt.name]),
    ...(heeded && isDeleted !== undefined ? [isDeleted] : []),
  ];
  const newest = prepared.newestFirst(heeded);
  return step(
    'events_ranked',
    select({
      columns: [
        ...new Set([...key, ...needed.map((column) => column.name), ...marks]),
        ...(eventAt === undefined
          ? []
          : completions(dimension, [...key, eventAt.name], heeded ? isDeleted : undefined)),
        rank(),
      ],
      from: prepared.from,
      where: isDeleted !== undefined && !heeded ? [`not ${isDeleted}`] : [],
    }),
    per === 'instant' && eventAt !== undefined && events.periods === undefined
      ? orderedAtInstant(events)
        ? 'Of several events at one instant the last one says what holds from then on.'
        : 'Nothing orders events at one instant: the same one of them is taken by every run.'
      : undefined,
  );

  function rank(): string {
    if (eventAt !== undefined && per === 'instant')
      return `${over('row_number()', [...key, eventAt.name], newest.length === 0 ? key : newest)} as _recency`;
    if (eventAt !== undefined) return `${over('row_number()', key, latestOf(events, newest))} as _recency`;
    if (per === 'key') return `${over('row_number()', key, newest.length === 0 ? key : newest)} as _recency`;
    // Nothing dates these events: their place in the order stands for the instant.
    return `${over('row_number()', key, prepared.oldestFirst.length === 0 ? key : prepared.oldestFirst)} as _position`;
  }
}

interface SelectStates extends Omit<StatesInput, 'keys' | 'result'> {
  readonly result: string;
  readonly key: readonly string[];
  readonly heeded: boolean;
}

function states({ dimension, events, per, key, heeded, result, context }: SelectStates): Step {
  const { eventAt, isDeleted } = events;
  const own = dimension.attributes.filter((attribute) => !key.includes(attribute.name));
  const isRanked = eventAt !== undefined || per === 'key';
  const at = eventAt === undefined ? '_position' : instant(eventAt, eventAt.name, context);
  return step(
    result,
    select({
      columns: [
        ...key,
        ...own.map(
          (attribute) => saidItem(attribute, context) ?? attributeItem(dimension, attribute, context),
        ),
        ...(per === 'key' ? [] : markItems(dimension)),
        ...(per === 'key' ? [] : [at === '_event_at' ? at : `${at} as _event_at`]),
        ...(heeded ? [isDeleted === '_is_deleted' ? '_is_deleted' : `${isDeleted} as _is_deleted`] : []),
      ],
      from: 'events_ranked',
      where: isRanked ? ['_recency = 1'] : [],
    }),
  );
}
