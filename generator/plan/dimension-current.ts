import type { Dimension, EventRelation } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import { columnsRead } from './columns-read.js';
import type { PlanContext } from './context.js';
import { attributeItem } from './dimension.js';
import type { DimensionSteps } from './dimension-versions.js';
import { firstFirst, lastFirst } from './event-order.js';
import { prepareEvents } from './event-steps.js';
import { keySql } from './key-sql.js';
import { type Step, step } from './step.js';

/** A dimension without versions: a row per key, with the values of its last state (scd 1) or its first (scd 0). */
export function currentSteps(dimension: Dimension, context: PlanContext): DimensionSteps {
  const key = dimension.naturalKey.map((column) => column.name);
  if (dimension.from.form === 'states') {
    const rows = select({
      columns: [
        `${surrogateKey(dimension, '', context)} as ${dimension.key}`,
        ...key,
        ...dimension.attributes.map((attribute) => attributeItem(dimension, attribute, context)),
      ],
      from: dimension.from.alias,
    });
    return { steps: [step('members', rows)], result: 'members', within: undefined };
  }
  const { steps, followsDeletes } = stateSteps(dimension, dimension.from, key, context);
  return { steps: [...steps, step('members', members(dimension, key, followsDeletes, context))], result: 'members', within: undefined };
}

function surrogateKey(dimension: Dimension, qualifier: string, context: PlanContext): string {
  return keySql(dimension.naturalKey.map((column) => ({ sql: `${qualifier}${column.name}`, type: column.type })), context);
}

function stateSteps(
  dimension: Dimension,
  events: EventRelation,
  key: readonly string[],
  context: PlanContext,
): { steps: Step[]; followsDeletes: boolean } {
  const needed = columnsRead(dimension);
  const payload = needed.filter((column) => !key.includes(column.name));
  const followsDeletes = events.isDeleted !== undefined && dimension.deletes !== 'ignore';
  const content = payload.filter((column) => column.type.kind !== 'json').map((column) => column.name);
  const instant = events.eventAt === undefined ? [] : [`${events.eventAt.name} desc`];
  const newest = [...instant, ...lastFirst(events, content)];
  const oldest = firstFirst(events, content);
  const retained = dimension.attributes.filter((attribute) => attribute.scd === 0);
  const prepared = prepareEvents(events, key, needed, context);
  const steps: Step[] = [...prepared.steps];
  if (followsDeletes) {
    steps.push(
      step(
        'events_ranked',
        select({
          columns: [...key, `${events.isDeleted}`, `${over('row_number()', key, newest)} as _recency`],
          from: prepared.from,
        }),
      ),
      step('last_events', select({ columns: ['*'], from: 'events_ranked', where: ['_recency = 1'] })),
    );
  }
  steps.push(
    step(
      'states_ranked',
      select({
        columns: [
          ...key,
          ...payload.map((column) => column.name),
          `${over('row_number()', key, newest)} as _recency`,
          ...(retained.length === 0 ? [] : [`${over('row_number()', key, oldest)} as _seniority`]),
        ],
        from: prepared.from,
        where: events.isDeleted === undefined ? [] : [`not ${events.isDeleted}`],
      }),
      'What a key said last, while it lived.',
    ),
    step(
      'last_states',
      select({
        columns: [
          ...key,
          ...dimension.attributes.filter((attribute) => attribute.scd === 1).map((attribute) => attributeItem(dimension, attribute, context)),
        ],
        from: 'states_ranked',
        where: ['_recency = 1'],
      }),
    ),
  );
  if (retained.length > 0) {
    steps.push(
      step(
        'first_states',
        select({
          columns: [...key, ...retained.map((attribute) => attributeItem(dimension, attribute, context))],
          from: 'states_ranked',
          where: ['_seniority = 1'],
        }),
      ),
    );
  }
  return { steps, followsDeletes };
}

function members(dimension: Dimension, key: readonly string[], followsDeletes: boolean, context: PlanContext): string {
  const isDeleted = (dimension.from as EventRelation).isDeleted;
  const joined = [
    ...(dimension.attributes.some((attribute) => attribute.scd === 0) ? ['first_states'] : []),
    ...(followsDeletes ? ['last_events'] : []),
  ];
  const qualify = joined.length > 0 ? 'last_states.' : '';
  return select({
    columns: [
      `${surrogateKey(dimension, qualify, context)} as ${dimension.key}`,
      ...key.map((name) => `${qualify}${name}`),
      ...dimension.attributes.map((attribute) => (attribute.scd === 0 ? `first_states.${attribute.name}` : `${qualify}${attribute.name}`)),
      ...(followsDeletes && dimension.deletes === 'flag' ? [`last_events.${isDeleted} as is_deleted`] : []),
    ],
    from: 'last_states',
    joins: joined.map((relation) => ({
      kind: 'inner' as const,
      relation,
      on: key.map((name) => `last_states.${name} = ${relation}.${name}`),
    })),
    where: followsDeletes && dimension.deletes === 'close' ? [`not last_events.${isDeleted}`] : [],
  });
}
