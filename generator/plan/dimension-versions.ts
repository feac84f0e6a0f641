import type { Dimension, EventRelation } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import { type PlanContext, timestamp } from './context.js';
import { type DimensionSteps, dimensionStates } from './dimension-states.js';
import { keySql } from './key-sql.js';
import { type Step, step } from './step.js';

/**
 * Versions from events: the last event per instant, the events at which a tracked value changes or life begins
 * or ends, and from each of them to the next a version.
 */
export function versionSteps(
  dimension: Dimension,
  events: EventRelation,
  context: PlanContext,
): DimensionSteps {
  const key = dimension.naturalKey.map((column) => column.name);
  const { steps, within, heedsDeletes } = dimensionStates({ dimension, events, per: 'instant', context });
  return {
    steps: [
      ...steps,
      ...intervals({ dimension, key, followsDeletes: heedsDeletes, context }),
      ...overwritten(dimension, key, heedsDeletes),
      step('versions', versions(dimension, key, heedsDeletes, context)),
    ],
    result: 'versions',
    within,
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
  const tracked = dimension.attributes.filter((attribute) => attribute.scd === 2);
  const byInstant = ['_event_at'];
  const differs = tracked.map((attribute) =>
    dialect.isDistinct(attribute.name, `_previous_${attribute.name}`, attribute.type),
  );
  const starts = followsDeletes
    ? [
        '_is_deleted and not _was_deleted',
        ...[
          `not _is_deleted and _was_deleted`,
          ...differs.map((condition) => `not _is_deleted and ${condition}`),
        ],
      ]
    : ['_previous_event_at is null', ...differs];
  const first = over('row_number()', key, byInstant);
  const openStart = dialect.timestampLiteral(project.conventions.openStart);
  const from =
    dimension.firstVersion === 'open_past'
      ? `case when ${first} = 1 and _event_at > ${openStart} then ${openStart} else _event_at end as ${validFrom}`
      : `_event_at as ${validFrom}`;
  const kept = (name: string) =>
    followsDeletes && dimension.deletes === 'flag'
      ? `case when _is_deleted then _previous_${name} else ${name} end as ${name}`
      : name;
  return [
    step(
      'states_compared',
      select({
        columns: [
          '*',
          ...tracked.map(
            (attribute) => `${over(`lag(${attribute.name})`, key, byInstant)} as _previous_${attribute.name}`,
          ),
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
          columns: [
            ...key,
            ...attributes.map((attribute) => attribute.name),
            `${over('row_number()', key, [`_event_at${direction}`])} as _recency`,
          ],
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

function versions(
  dimension: Dimension,
  key: readonly string[],
  followsDeletes: boolean,
  context: PlanContext,
): string {
  const { dialect, project } = context;
  const { validFrom, validTo, isCurrent, openEnd } = project.conventions;
  const sources = new Map<0 | 1, string>([
    [0, 'first_states'],
    [1, 'last_states'],
  ]);
  const joined = [...sources].filter(([scd]) =>
    dimension.attributes.some((attribute) => attribute.scd === scd),
  );
  const qualify = joined.length > 0 ? 'intervals.' : '';
  const end =
    openEnd === null
      ? `${qualify}${validTo}`
      : `coalesce(${qualify}${validTo}, ${dialect.timestampLiteral(openEnd)}) as ${validTo}`;
  return select({
    columns: [
      `${keySql([...dimension.naturalKey.map((column) => ({ sql: `${qualify}${column.name}`, type: column.type })), { sql: `${qualify}${validFrom}`, type: timestamp }], context)} as ${dimension.key}`,
      ...key.map((name) => `${qualify}${name}`),
      ...dimension.attributes.map((attribute) =>
        attribute.scd === 2
          ? `${qualify}${attribute.name}`
          : `${sources.get(attribute.scd)}.${attribute.name}`,
      ),
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
