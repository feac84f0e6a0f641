import type { Dimension, EventRelation } from '../resolve/project.js';
import { groupByClause, select, type SelectJoin } from '../sql/layout.js';
import { readsChangedKeys, unreadEvents } from './changed-keys.js';
import { type PlanContext, timestamp } from './context.js';
import { existingRows } from './existing-rows.js';
import { keySql } from './key-sql.js';
import { incrementalStep, type Step, step } from './step.js';
import { dimensionTable } from './tables.js';

/**
 * Histories that a load goes on with where they first change, instead of computing them anew from their first event.
 *
 * Nothing that a load brings changes what held before the earliest of its events. So the events from then on are read,
 * and in place of all earlier ones the version that held just before. It has no event of its own, but it says what
 * the last of them said: tracked values are the same throughout a version, and overwritten ones the same on all.
 */

/** The instant from which on a changed key is computed, in `changed_keys`. */
const changedFrom = '_changed_from';

/**
 * Whether a dimension's loads go on where a history changes. Not where what a version shows depends on more than the
 * version before it: on which one was the key's first, on what was never sent, on how often a value had changed.
 */
export function resumesHistories(
  dimension: Dimension,
  events: EventRelation,
  { dialect }: PlanContext,
): boolean {
  const key = dimension.naturalKey.map(({ name }) => name);
  return (
    dialect.changedHistories === 'resumed' &&
    readsChangedKeys(events, key) &&
    events.eventAt?.name === '_event_at' &&
    events.periods === undefined &&
    !events.carriesNulls &&
    !events.forgets &&
    dimension.attributes.every(
      ({ scd, since, companion }) =>
        (scd === 1 || scd === 2) && since === undefined && companion === undefined,
    ) &&
    (dimension.overwrite === 'all_versions' || !overwrites(dimension)) &&
    dimension.deletes !== 'flag' &&
    dimension.firstVersion === 'at_event' &&
    dimension.keyType.kind === 'string' &&
    dimension.late === undefined &&
    dimension.inference === undefined &&
    [dimension.miniDimensions, dimension.references, dimension.referring, dimension.saidElsewhere].every(
      (others) => others.length === 0,
    )
  );
}

function overwrites({ attributes }: Dimension): boolean {
  return attributes.some(({ scd }) => scd === 1);
}

/**
 * The steps up to `touched_events`: the changed keys and from when on, what the table holds of them, and the events
 * from then on.
 */
export function resumedEvents(
  dimension: Dimension,
  events: EventRelation,
  deletes: Deletes,
  context: PlanContext,
): Step[] {
  const key = dimension.naturalKey.map(({ name }) => name);
  return [
    incrementalStep(
      'changed_keys',
      [
        select({
          columns: [...key, changedFromItem(events, deletes, context)],
          from: `{{ ref('${events.model}') }}`,
        }),
        unreadEvents(events, context),
        groupByClause(key),
      ].join('\n'),
      'Keys with events that this table has not read, or of this load time, and when these begin.',
    ),
    existingVersions(dimension, context),
    step('touched_events', eventsFromThere(events, key)),
  ];
}

/** Whether a delete of its source's row means something to the dimension. */
type Deletes = 'heeds' | 'ignores';

function changedFromItem({ isDeleted }: EventRelation, deletes: Deletes, { dialect }: PlanContext): string {
  const everything = dialect.timestampLiteral('0001-01-01 00:00:00');
  // A delete at the instant of a key's last state takes that state away: the one before it may be in no version.
  return isDeleted === undefined || deletes === 'ignores'
    ? `min(_event_at) as ${changedFrom}`
    : `min(case when ${isDeleted} then ${everything} else _event_at end) as ${changedFrom}`;
}

/** What the table holds of the changed keys: all versions if values are overwritten on them, else those that may end or go. */
function existingVersions(dimension: Dimension, context: PlanContext): Step {
  const { validFrom } = context.project.conventions;
  const natural = dimension.naturalKey.map(({ name, type }) => ({ sql: `stored.${name}`, type }));
  const table = dimensionTable(dimension, context).filter(({ role }) => role !== 'loaded_at');
  const items = table.map(({ name, role }) =>
    role === 'surrogate_key'
      ? `${keySql([...natural, { sql: `stored.${validFrom}`, type: timestamp }], context)} as ${name}`
      : role === 'durable_key'
        ? `${keySql(natural, context)} as ${name}`
        : `stored.${name}`,
  );
  const versions = select({
    columns: items,
    from: '{{ this }} as stored',
    joins: [withChangedKeys('stored', dimension)],
    where: overwrites(dimension) ? [] : [reaching('stored', context)],
  });
  const reserved = select({
    columns: table.map(({ name }) => name),
    from: '{{ this }}',
    where: [`${dimension.naturalKey[0]?.name ?? ''} is null`],
  });
  return incrementalStep(
    existingRows,
    dimension.members.length === 0 ? versions : `${versions}\n\nunion all\n\n${reserved}`,
    dimension.members.length === 0
      ? 'What the table holds of these keys. To hash keys anew is faster than to read hashes.'
      : 'The rows of these keys and the reserved members. Hashing is faster than reading hashes.',
  );
}

/** The events from a key's first new one on, of all its events. */
function eventsFromThere({ alias }: EventRelation, key: readonly string[]): string {
  return [
    `select ${alias}.*`,
    `from ${alias}`,
    '{% if is_incremental() %}',
    'inner join changed_keys',
    `    on ${key.map((name) => `${alias}.${name} = changed_keys.${name}`).join('\n    and ')}`,
    `    and ${alias}._event_at >= changed_keys.${changedFrom}`,
    // The same for all keys at once: storage with older events only is not read.
    `where ${alias}._event_at >= (select min(changes.${changedFrom}) from changed_keys as changes)`,
    '{% endif %}',
  ].join('\n');
}

/** The states that events say, with the version that held before them as the state of its start. */
export function withVersionBefore(
  states: Step,
  dimension: Dimension,
  deletes: Deletes,
  context: PlanContext,
): Step {
  const { validFrom } = context.project.conventions;
  const key = dimension.naturalKey.map(({ name }) => name);
  const own = dimension.attributes.map(({ name }) => name).filter((name) => !key.includes(name));
  const before = select({
    columns: [
      ...[...key, ...own].map((name) => `${existingRows}.${name}`),
      `${existingRows}.${validFrom} as _event_at`,
      ...(deletes === 'heeds' ? ['false as _is_deleted'] : []),
    ],
    from: existingRows,
    joins: [withChangedKeys(existingRows, dimension)],
    where: [
      `${existingRows}.${validFrom} < changed_keys.${changedFrom}`,
      `(${reaching(existingRows, context)})`,
    ],
  });
  return {
    ...states,
    body: `${states.body}\n\n{% if is_incremental() %}\nunion all\n\n${before}\n{% endif %}`,
    comment: 'The version before the first new event of a key stands for all that was said before.',
  };
}

/**
 * The computed versions, and those that were over before them with the values that are overwritten. None where nothing
 * is overwritten: nobody looks at them then.
 */
export function withEarlierVersions(
  versions: string,
  dimension: Dimension,
  context: PlanContext,
): { readonly steps: readonly Step[]; readonly result: string } {
  if (!overwrites(dimension)) return { steps: [], result: versions };
  const key = dimension.naturalKey.map(({ name }) => name);
  const last = new Set(dimension.attributes.filter(({ scd }) => scd === 1).map(({ name }) => name));
  const said = `last_states.${key[0]} is null`;
  const earlier = select({
    columns: dimensionTable(dimension, context)
      .filter(({ role }) => role !== 'loaded_at')
      .map(({ name }) =>
        last.has(name)
          ? `case when ${said} then ${existingRows}.${name} else last_states.${name} end as ${name}`
          : `${existingRows}.${name}`,
      ),
    from: existingRows,
    joins: [
      withChangedKeys(existingRows, dimension),
      {
        kind: 'left',
        relation: 'last_states',
        on: key.map((name) => `${existingRows}.${name} = last_states.${name}`),
      },
    ],
    where: over(existingRows, context),
  });
  return {
    steps: [
      step(
        'histories',
        `select * from ${versions}\n\n{% if is_incremental() %}\nunion all\n\n${earlier}\n{% endif %}`,
        'Versions that were over before keep all but what is overwritten.',
      ),
    ],
    result: 'histories',
  };
}

function withChangedKeys(relation: string, { naturalKey }: Dimension): SelectJoin {
  return {
    kind: 'inner',
    relation: 'changed_keys',
    on: naturalKey.map(({ name }) => `${relation}.${name} = changed_keys.${name}`),
  };
}

/** The conditions of which one holds where a stored version held up to the first change of its key, or beyond. */
function reaching(relation: string, { project }: PlanContext): string {
  const { validTo, openEnd, isCurrent } = project.conventions;
  const open = openEnd === null ? `${relation}.${validTo} is null` : `${relation}.${isCurrent}`;
  return `${relation}.${validTo} >= changed_keys.${changedFrom} or ${open}`;
}

/** The conditions that hold where a stored version was over before. */
function over(relation: string, { project }: PlanContext): string[] {
  const { validTo, openEnd, isCurrent } = project.conventions;
  // An event may be dated after the end that stands for none.
  return [
    `${relation}.${validTo} < changed_keys.${changedFrom}`,
    ...(openEnd === null ? [] : [`not ${relation}.${isCurrent}`]),
  ];
}
