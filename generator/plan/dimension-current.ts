import type { Dimension, EventRelation } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import type { PlanContext } from './context.js';
import { attributeItem } from './attribute-sql.js';
import { type DimensionSteps, dimensionStates, heedsDeletes } from './dimension-states.js';
import { keySql } from './key-sql.js';
import { previousValues } from './previous-values.js';
import { type Step, step } from './step.js';

/** A dimension without versions: a row per key, with the values of its last state (scd 1, 3) or its first (scd 0). */
export function currentSteps(dimension: Dimension, context: PlanContext): DimensionSteps {
  const { from } = dimension;
  if (from.form === 'events')
    return needsStates(dimension, from)
      ? fromAllStates(dimension, from, context)
      : fromLastStates(dimension, from, context);
  const rows = select({
    columns: [
      surrogateKey(dimension, '', context),
      ...keyOf(dimension),
      ...dimension.attributes.map((attribute) => attributeItem(dimension, attribute, context)),
    ],
    from: from.alias,
  });
  return { steps: [step('members', rows)], result: 'members', within: undefined };
}

/** Where a first or previous value is shown, or a deleted row does with the last one that it had, the last event alone can't say it. */
function needsStates(dimension: Dimension, events: EventRelation): boolean {
  return (
    dimension.attributes.some((attribute) => attribute.scd !== 1) ||
    (heedsDeletes(dimension, events) && dimension.deletes === 'flag')
  );
}

function fromLastStates(dimension: Dimension, events: EventRelation, context: PlanContext): DimensionSteps {
  const {
    steps,
    within,
    heedsDeletes: heeded,
  } = dimensionStates({
    dimension,
    events,
    per: 'key',
    keys: 'changed',
    context,
  });
  const members = select({
    columns: [
      surrogateKey(dimension, '', context),
      ...keyOf(dimension),
      ...dimension.attributes.map((attribute) => attribute.name),
    ],
    from: 'states',
    where: heeded ? ['not _is_deleted'] : [],
  });
  return { steps: [...steps, step('members', members)], result: 'members', within };
}

function fromAllStates(dimension: Dimension, events: EventRelation, context: PlanContext): DimensionSteps {
  const key = keyOf(dimension);
  const {
    steps,
    within,
    heedsDeletes: heeded,
  } = dimensionStates({ dimension, events, per: 'instant', keys: 'changed', context });
  const retained = dimension.attributes.filter(({ scd }) => scd === 0).map(({ name }) => name);
  const overwritten = dimension.attributes.filter(({ scd }) => scd !== 0).map(({ name }) => name);
  const previous = previousValues(dimension, key, heeded, context);
  const flagged = heeded && dimension.deletes === 'flag';
  const closed = heeded && !flagged;
  // A row that goes when its key does is that of the last state of all; one that stays is that of the last alive.
  const last = ranked('states_by_recency', 'last_states', ' desc', overwritten, flagged, closed);
  const joined = [
    ...(retained.length > 0 ? ['first_states'] : []),
    ...(previous.length > 0 ? ['previous_values'] : []),
    ...(flagged ? ['last_events'] : []),
  ];
  const members = select({
    columns: [
      surrogateKey(dimension, 'last_states.', context),
      ...key.map((name) => `last_states.${name}`),
      ...dimension.attributes.flatMap(({ scd, name, companion }) => [
        `${scd === 0 ? 'first_states' : 'last_states'}.${name}`,
        ...(companion === undefined ? [] : [`previous_values.${companion.name}`]),
      ]),
      ...(flagged ? ['last_events._is_deleted as is_deleted'] : []),
    ],
    from: 'last_states',
    joins: joined.map((relation) => ({
      kind: 'inner' as const,
      relation,
      on: key.map((name) => `last_states.${name} = ${relation}.${name}`),
    })),
    where: closed ? ['not last_states._is_deleted'] : [],
  });
  return {
    steps: [
      ...steps,
      ...last,
      ...(retained.length > 0
        ? ranked('states_by_seniority', 'first_states', '', retained, heeded, false)
        : []),
      ...previous,
      ...(flagged ? ranked('events_by_recency', 'last_events', ' desc', [], false, true) : []),
      step('members', members),
    ],
    result: 'members',
    within,
  };

  function ranked(
    name: string,
    result: string,
    direction: '' | ' desc',
    columns: readonly string[],
    alive: boolean,
    mark: boolean,
  ): Step[] {
    return [
      step(
        name,
        select({
          columns: [
            ...key,
            ...columns,
            ...(mark ? ['_is_deleted'] : []),
            `${over('row_number()', key, [`_event_at${direction}`])} as _recency`,
          ],
          from: 'states',
          where: alive ? ['not _is_deleted'] : [],
        }),
      ),
      step(result, select({ columns: ['*'], from: name, where: ['_recency = 1'] })),
    ];
  }
}

function keyOf(dimension: Dimension): string[] {
  return dimension.naturalKey.map((column) => column.name);
}

/** The surrogate key as an item of a select list. */
function surrogateKey(dimension: Dimension, qualifier: string, context: PlanContext): string {
  const parts = dimension.naturalKey.map((column) => ({
    sql: `${qualifier}${column.name}`,
    type: column.type,
  }));
  return `${keySql(parts, context)} as ${dimension.key}`;
}
