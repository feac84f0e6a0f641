import type { Attribute, Dimension, EventRelation } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import { type PlanContext, timestamp } from './context.js';
import { introductions, isIntroduced } from './added-attributes.js';
import {
  type DimensionStates,
  type DimensionSteps,
  dimensionStates,
  heedsDeletes as followsDeletesOf,
} from './dimension-states.js';
import { followVersions } from './followed-versions.js';
import { keySql } from './key-sql.js';
import { previousValues } from './previous-values.js';
import { withEarlierVersions } from './resumed-histories.js';
import { statesBefore } from './states-before.js';
import { type Step, step } from './step.js';

/**
 * Versions from events: the last event per instant, the events at which a tracked value changes or life begins
 * or ends, and from each of them to the next a version.
 *
 * @param keys how a later run looks at the keys with new events: `changed`, at all that was said of them; `resumed`, from
 *   their first new event on, for a model that has the dimension's own table
 */
export function versionSteps(
  declared: Dimension,
  events: EventRelation,
  keys: 'changed' | 'resumed',
  context: PlanContext,
): DimensionSteps {
  const key = declared.naturalKey.map((column) => column.name);
  const followed = followVersions(declared, followsDeletesOf(declared, events), context);
  const { steps, within, heedsDeletes } = dimensionStates({
    dimension: followed.stating,
    events,
    per: 'instant',
    keys,
    result: followed.ownStates,
    context,
  });
  const dimension = followed.tracking;
  const histories =
    keys === 'resumed'
      ? withEarlierVersions('versions', dimension, context)
      : { steps: [], result: 'versions' };
  return {
    steps: [
      ...followed.imports,
      ...steps,
      ...followed.steps,
      ...intervals({ dimension, key, followsDeletes: heedsDeletes, context }),
      ...overwritten(dimension, key, heedsDeletes),
      ...previousValues(dimension, key, heedsDeletes, context),
      step('versions', versions(dimension, key, heedsDeletes, context)),
      ...histories.steps,
    ],
    result: histories.result,
    within,
  };
}

/** The steps up to the CTE `intervals`, for all keys of the events: from when to when each run of equal values held. */
export function intervalSteps(
  dimension: Dimension,
  events: EventRelation,
  context: PlanContext,
): Pick<DimensionStates, 'steps' | 'heedsDeletes'> {
  const key = dimension.naturalKey.map((column) => column.name);
  const { steps, heedsDeletes } = dimensionStates({
    dimension,
    events,
    per: 'instant',
    keys: 'all',
    context,
  });
  return {
    steps: [...steps, ...intervals({ dimension, key, followsDeletes: heedsDeletes, context })],
    heedsDeletes,
  };
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
  const tracked = dimension.attributes.filter(
    (attribute) => relationOf(attribute, dimension) === 'intervals',
  );
  const byInstant = ['_event_at'];
  const before = statesBefore(tracked, key, dialect);
  const introduced = introductions(dimension, key, dialect);
  const differs = [...before.differs, ...introduced.differs];
  const begins = followsDeletes
    ? ['not _is_deleted and _was_deleted', ...differs.map((condition) => `not _is_deleted and ${condition}`)]
    : ['_previous_event_at is null', ...differs];
  const starts = followsDeletes ? ['_is_deleted and not _was_deleted', ...begins] : begins;
  const numbered = showsOwnValues(dimension);
  const first = over('row_number()', key, byInstant);
  const openStart = dialect.timestampLiteral(project.conventions.openStart);
  const from =
    dimension.firstVersion === 'open_past'
      ? openedToThePast(first, openStart, validFrom)
      : `_event_at as ${validFrom}`;
  const kept = (name: string) =>
    followsDeletes && dimension.deletes === 'flag'
      ? `case when _is_deleted then ${before.value(name)} else ${name} end as ${name}`
      : name;
  return [
    ...before.steps,
    step(
      'states_compared',
      select({
        columns: [
          '*',
          ...before.columns,
          ...introduced.columns,
          followsDeletes
            ? `coalesce(${over('lag(_is_deleted)', key, byInstant)}, true) as _was_deleted`
            : `${over('lag(_event_at)', key, byInstant)} as _previous_event_at`,
        ],
        from: before.from,
      }),
    ),
    ...(numbered ? [statesInVersions(key, begins)] : []),
    step(
      'turning_points',
      `select * from ${numbered ? 'states_in_versions' : 'states_compared'}\nwhere\n    ${starts.join('\n    or ')}`,
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
          ...(dimension.inference === undefined ? [] : [keyedAt(key, first, openStart)]),
          ...(followsDeletes ? ['_is_deleted'] : []),
          ...(numbered ? ['_version'] : []),
        ],
        from: 'turning_points',
      }),
    ),
  ];
}

/**
 * The start that a version's key is made of, where facts may have named its key before it began: that of the first one
 * is always the written start, also where the source dates it before that. A version that begins at the written start
 * itself takes the instant that is free then.
 */
function keyedAt(key: readonly string[], first: string, openStart: string): string {
  const earliest = over('min(_event_at)', key, []);
  return [
    'case',
    `    when ${first} = 1 then ${openStart}`,
    `    when _event_at = ${openStart} then ${earliest}`,
    '    else _event_at',
    'end as _keyed_at',
  ].join('\n');
}

/** From when on a version holds, where the first of a key is opened to the past. */
function openedToThePast(first: string, openStart: string, validFrom: string): string {
  const isFirst = `${first} = 1 and _event_at > ${openStart}`;
  return first.includes('\n')
    ? `case\n    when ${isFirst.replaceAll('\n', '\n    ')}\n        then ${openStart}\n    else _event_at\nend as ${validFrom}`
    : `case when ${isFirst} then ${openStart} else _event_at end as ${validFrom}`;
}

/** True where each version shows the overwritten values that it had last, and not those of the key's last state. */
function showsOwnValues(dimension: Dimension): boolean {
  return dimension.attributes.some((attribute) => relationOf(attribute, dimension) === 'version_states');
}

/** Numbers the versions of a key; what a delete leaves behind still has the number of the version before it. */
function statesInVersions(key: readonly string[], begins: readonly string[]): Step {
  const isFirst = `case\n    when\n        ${begins.join('\n        or ')}\n        then 1\n    else 0\nend`;
  return step(
    'states_in_versions',
    select({
      columns: [
        '*',
        `${over(`sum(\n    ${isFirst.replaceAll('\n', '\n    ')}\n)`, key, ['_event_at'], 'rows between unbounded preceding and current row')} as _version`,
      ],
      from: 'states_compared',
    }),
  );
}

/** The states that overwritten and retained attributes take their values from. */
function overwritten(dimension: Dimension, key: readonly string[], followsDeletes: boolean): Step[] {
  const alive = followsDeletes ? ['not _is_deleted'] : [];
  const ranked = (
    name: string,
    direction: string,
    result: RelationOfValues,
    within: 'key' | 'version',
  ): Step[] => {
    const attributes = dimension.attributes.filter((attribute) =>
      relationsOf(attribute, dimension).has(result),
    );
    const scope = within === 'key' ? key : [...key, '_version'];
    return attributes.length === 0
      ? []
      : [
          step(
            name,
            select({
              columns: [
                ...scope,
                ...attributes.map((attribute) => attribute.name),
                `${over('row_number()', scope, [`_event_at${direction}`])} as _recency`,
              ],
              from: within === 'key' ? 'states' : 'states_in_versions',
              where: alive,
            }),
          ),
          step(result, select({ columns: ['*'], from: name, where: ['_recency = 1'] })),
        ];
  };
  return [
    ...ranked('states_by_seniority', '', 'first_states', 'key'),
    ...ranked('states_by_recency', ' desc', 'last_states', 'key'),
    ...ranked('states_by_version', ' desc', 'version_states', 'version'),
  ];
}

/** CTEs that a version takes values from. */
type RelationOfValues = 'intervals' | 'first_states' | 'last_states' | 'version_states' | 'previous_values';

/** Where an attribute's own column comes from. */
function relationOf(attribute: Attribute, { overwrite }: Dimension): RelationOfValues {
  // What a version lacked when it began may have been told of it when the attribute was added.
  if (isIntroduced(attribute)) return 'version_states';
  switch (attribute.scd) {
    case 0:
      return 'first_states';
    case 1:
      return overwrite === 'all_versions' ? 'last_states' : 'version_states';
    case 3:
      return 'last_states';
    case 2:
    case 6:
      return 'intervals';
  }
}

/** The same with what its companion comes from. */
function relationsOf(attribute: Attribute, dimension: Dimension): Set<RelationOfValues> {
  const own = relationOf(attribute, dimension);
  switch (attribute.scd) {
    case 3:
      return new Set([own, 'previous_values']);
    case 6:
      return new Set([own, 'last_states']);
    default:
      return new Set([own]);
  }
}

function versions(
  dimension: Dimension,
  key: readonly string[],
  followsDeletes: boolean,
  context: PlanContext,
): string {
  const { dialect, project } = context;
  const { validFrom, validTo, isCurrent, openEnd } = project.conventions;
  const used = new Set(dimension.attributes.flatMap((attribute) => [...relationsOf(attribute, dimension)]));
  const joined = (['first_states', 'last_states', 'version_states', 'previous_values'] as const).filter(
    (relation) => used.has(relation),
  );
  const qualify = joined.length > 0 ? 'intervals.' : '';
  const start = dimension.inference === undefined ? validFrom : '_keyed_at';
  const natural = dimension.naturalKey.map(({ name, type }) => ({ sql: `${qualify}${name}`, type }));
  const end =
    openEnd === null
      ? `${qualify}${validTo}`
      : `coalesce(${qualify}${validTo}, ${dialect.timestampLiteral(openEnd)}) as ${validTo}`;
  return select({
    columns: [
      `${keySql([...natural, { sql: `${qualify}${start}`, type: timestamp }], context)} as ${dimension.key}`,
      ...(dimension.durableKey === undefined
        ? []
        : [`${keySql(natural, context)} as ${dimension.durableKey}`]),
      ...key.map((name) => `${qualify}${name}`),
      ...dimension.attributes.flatMap((attribute) => items(attribute)),
      `${qualify}${validFrom}`,
      end,
      `${qualify}${validTo} is null as ${isCurrent}`,
      ...(followsDeletes && dimension.deletes === 'flag' ? [`${qualify}_is_deleted as is_deleted`] : []),
    ],
    from: 'intervals',
    joins: joined.map((relation) => ({
      kind: 'inner' as const,
      relation,
      on: [...key, ...(relation === 'version_states' ? ['_version'] : [])].map(
        (name) => `intervals.${name} = ${relation}.${name}`,
      ),
    })),
    where: followsDeletes && dimension.deletes === 'close' ? [`not ${qualify}_is_deleted`] : [],
  });

  function items(attribute: Attribute): string[] {
    const relation = relationOf(attribute, dimension);
    const own = relation === 'intervals' ? `${qualify}${attribute.name}` : `${relation}.${attribute.name}`;
    if (attribute.companion === undefined) return [own];
    return attribute.scd === 3
      ? [own, `previous_values.${attribute.companion.name}`]
      : [own, `last_states.${attribute.name} as ${attribute.companion.name}`];
  }
}
