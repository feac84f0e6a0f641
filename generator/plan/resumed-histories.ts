import type { Dimension, EventRelation } from '../resolve/project.js';
import { continued, groupByClause, select, whereClause } from '../sql/layout.js';
import { readsChangedKeys, unreadEventsInOne } from './changed-keys.js';
import { type PlanContext, timestamp } from './context.js';
import { existingRows } from './existing-rows.js';
import { keySql } from './key-sql.js';
import { incrementalStep, type Step, step } from './step.js';
import { dimensionTable, type TableColumn } from './tables.js';

/**
 * Histories that a load goes on with where they first change, instead of computing them anew from their first event.
 *
 * Nothing that a load brings changes what held before the earliest of its events. So the events from then on are read,
 * and in place of all earlier ones the version that held just before. It has no event of its own, but it says what
 * the last of them said: tracked values are the same throughout a version, and overwritten ones the same on all.
 */

/** The instant from which on a changed key is computed, in `changed_keys`. */
const changedFrom = '_changed_from';

/** The CTE with the versions of changed keys in the table that a load may end, or put others in place of. */
const existing = 'existing_versions';

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
        unreadEventsInOne(events, context),
        groupByClause(key),
      ].join('\n'),
      'Keys with events that this table has not read, or of this load time, and when these begin.',
    ),
    ...existingVersions(dimension, context),
    step('touched_events', eventsFromThere(events, dimension)),
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

/**
 * What the table holds of the changed keys: the versions that may end or go. Two selects, since an engine skips storage by
 * each of their conditions and not by both at once.
 */
function existingVersions(dimension: Dimension, context: PlanContext): Step[] {
  const { validTo, openEnd, isCurrent } = context.project.conventions;
  const table = dimensionTable(dimension, context).filter(({ role }) => role !== 'loaded_at');
  const stored = table
    .filter(({ role }) => role !== 'surrogate_key' && role !== 'durable_key')
    .map(({ name }) => `stored.${name}`);
  const versions = (where: readonly string[], on: readonly string[]) =>
    select({
      columns: [...stored, `changed_keys.${changedFrom}`],
      from: '{{ this }} as stored',
      joins: [
        {
          kind: 'inner',
          relation: 'changed_keys',
          on: [...sameKey('stored', 'changed_keys', dimension), ...on],
        },
      ],
      where,
    });
  const rows = select({
    columns: table.map((column) => keyedAnew(column, '', dimension, context)),
    from: existing,
  });
  const reserved = select({
    columns: table.map(({ name }) => name),
    from: '{{ this }}',
    where: [`${dimension.naturalKey[0]?.name ?? ''} is null`],
  });
  const open = openEnd === null ? `stored.${validTo} is null` : `stored.${isCurrent}`;
  return [
    incrementalStep(
      existing,
      [
        versions([open], []),
        versions(openEnd === null ? [] : [`not stored.${isCurrent}`], [
          `stored.${validTo} >= changed_keys.${changedFrom}`,
        ]),
      ].join('\n\nunion all\n\n'),
      'Their versions that are open, and those that ended when something changed or later.',
    ),
    incrementalStep(
      existingRows,
      dimension.members.length === 0 ? rows : `${rows}\n\nunion all\n\n${reserved}`,
      dimension.members.length === 0
        ? 'With their keys: to hash keys anew is faster than to read hashes.'
        : 'With their keys, and the reserved members. Hashing is faster than reading hashes.',
    ),
  ];
}

/** The events from a key's first new one on, of all its events. */
function eventsFromThere({ alias }: EventRelation, dimension: Dimension): string {
  return [
    `select ${alias}.*`,
    `from ${alias}`,
    '{% if is_incremental() %}',
    'inner join changed_keys',
    `    on ${sameKey(alias, 'changed_keys', dimension).join('\n    and ')}`,
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
      ...key,
      ...own,
      `${validFrom} as _event_at`,
      ...(deletes === 'heeds' ? ['false as _is_deleted'] : []),
    ],
    from: existing,
    where: [`${validFrom} < ${changedFrom}`],
  });
  return {
    ...states,
    body: `${states.body}\n\n{% if is_incremental() %}\nunion all\n\n${before}\n{% endif %}`,
    comment: 'The version before the first new event of a key stands for all that was said before.',
  };
}

/**
 * The computed versions, and of those that were over before them the ones that show an overwritten value that is no longer
 * the last. All versions of a key show the same: where an existing one shows the last values, no other is looked for.
 */
export function withEarlierVersions(
  versions: string,
  dimension: Dimension,
  context: PlanContext,
): { readonly steps: readonly Step[]; readonly result: string } {
  if (!overwrites(dimension)) return { steps: [], result: versions };
  const { dialect, project } = context;
  const { validFrom, validTo, isCurrent, openEnd } = project.conventions;
  const key = dimension.naturalKey.map(({ name }) => name);
  const last = dimension.attributes.filter(({ scd }) => scd === 1);
  const isOther = (relation: string) =>
    last.map(({ name, type }) => dialect.isDistinct(`${relation}.${name}`, `last_states.${name}`, type));
  const others = select({
    columns: key.map((name) => `last_states.${name}`),
    from: 'last_states',
    joins: [{ kind: 'left', relation: existing, on: sameKey('last_states', existing, dimension) }],
  });
  const differing = anyOf([`${existing}.${validFrom} is null`, ...isOther(existing)], []);
  const earlier = select({
    columns: dimensionTable(dimension, context)
      .filter(({ role }) => role !== 'loaded_at')
      .map((column) =>
        last.some(({ name }) => name === column.name)
          ? `last_states.${column.name}`
          : keyedAnew(column, 'stored.', dimension, context),
      ),
    from: '{{ this }} as stored',
    joins: [
      {
        kind: 'inner',
        relation: 'overwritten_keys',
        on: [
          ...sameKey('stored', 'overwritten_keys', dimension),
          `stored.${validTo} < overwritten_keys.${changedFrom}`,
        ],
      },
      { kind: 'inner', relation: 'last_states', on: sameKey('stored', 'last_states', dimension) },
    ],
  });
  // An event may be dated after the end that stands for none.
  const shown = anyOf(isOther('stored'), openEnd === null ? [] : [`not stored.${isCurrent}`]);
  return {
    steps: [
      incrementalStep(
        'overwritten_keys',
        `select * from changed_keys\nwhere ${tuple(key)} in (\n    ${continued(`${others}\n${differing}`, 4)}\n)`,
        'Keys whose last values are not those that the table shows, or may not be.',
      ),
      step(
        'histories',
        `select * from ${versions}\n\n{% if is_incremental() %}\nunion all\n\n${earlier}\n${shown}\n{% endif %}`,
        'Versions that were over before keep all but what is overwritten.',
      ),
    ],
    result: 'histories',
  };
}

/** A column of a stored version; keys are hashed again. */
function keyedAnew(
  { name, role }: TableColumn,
  qualifier: '' | 'stored.',
  { naturalKey }: Dimension,
  context: PlanContext,
): string {
  const natural = naturalKey.map((column) => ({ sql: `${qualifier}${column.name}`, type: column.type }));
  const start = { sql: `${qualifier}${context.project.conventions.validFrom}`, type: timestamp };
  switch (role) {
    case 'surrogate_key':
      return `${keySql([...natural, start], context)} as ${name}`;
    case 'durable_key':
      return `${keySql(natural, context)} as ${name}`;
    default:
      return `${qualifier}${name}`;
  }
}

/** A where clause: one of `conditions` holds, and all of `others`. */
function anyOf(conditions: readonly string[], others: readonly string[]): string {
  if (conditions.length === 1) return whereClause([...others, ...conditions]);
  const one = conditions.join('\n    or ');
  return others.length === 0 ? `where\n    ${one}` : whereClause([...others, `(\n    ${one}\n)`]);
}

function tuple(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '') : `(${names.join(', ')})`;
}

/** The conditions that join two relations by the natural key. */
function sameKey(one: string, other: string, { naturalKey }: Dimension): string[] {
  return naturalKey.map(({ name }) => `${one}.${name} = ${other}.${name}`);
}
