import type { Column, Dimension, EventRelation } from '../resolve/project.js';
import { continued, select } from '../sql/layout.js';
import { type PlanContext, timestamp } from './context.js';
import { intervalSteps } from './dimension-versions.js';
import type { FilePlan } from './file-plan.js';
import { loadTimeGuard } from './guards.js';
import { modelConfig, physicalOr } from './model-config.js';
import { intermediatePath } from './paths.js';
import { newestFrom, type Rejecting, sameLoad } from './rejecting.js';
import { step } from './step.js';
import type { TableColumn } from './tables.js';

/** The load that is judged by the events of those before it. */
const judgedLoad: Column = { name: '_judged_load', type: timestamp, notNull: true };

/**
 * The append-only model that keeps what the events of each key and load are judged by: since when the key's newest
 * version held, made of the events of earlier loads that were not late themselves. So several loads that wait are
 * judged in rounds: each round leaves out what the one before it found late.
 */
export function planJudgedLoads(found: Rejecting, context: PlanContext): FilePlan {
  const { dimension, events, late } = found;
  const key = dimension.naturalKey.map(({ name }) => name);
  const load = sameLoad(found, context);
  const on = (left: string, right: string, names: readonly string[]) =>
    names.map((name) => `${left}.${name} = ${right}.${name}`);
  return {
    kind: 'template',
    path: intermediatePath(late.loads),
    template: 'models/judged_loads.sql',
    view: {
      config: modelConfig(
        {
          kind: 'appended',
          key: '',
          table: judgedLoadColumns(found, context),
          history: 'events',
          physical: physicalOr(undefined, context),
          guards: [loadTimeGuard()],
        },
        context,
      ),
      alias: events.alias,
      events: events.model,
      names: `[${key.map((name) => `'${name}'`).join(', ')}]`,
      load,
      pendingKeys: select({ distinct: 'distinct', columns: key, from: 'pending_loads' }),
      columns: judgedLoadColumns(found, context).map(({ name }) => name),
      pending: load.map((name) => `loads_of_keys.${name}`),
      loadedAt: context.project.conventions.loadedAt,
      joinJudged: on('loads_of_keys', 'judged_loads', load),
      joinPending: on(events.alias, 'pending_keys', key),
      joinTouched: on(events.alias, 'judged_loads', load),
      newest: newestVersions(found, context),
      joinNewest: on('timely_0', 'newest_{{ round }}', load),
    },
  };
}

/** The columns of the model: a key, a load that brought events of it, and what these are judged by. */
export function judgedLoadColumns({ dimension }: Rejecting, { project }: PlanContext): TableColumn[] {
  return [
    ...dimension.naturalKey.map((column): TableColumn => ({
      ...column,
      notNull: true,
      role: 'natural_key',
    })),
    { ...newestFrom, role: 'attribute' },
    {
      name: project.conventions.loadedAt,
      type: timestamp,
      notNull: true,
      role: 'loaded_at',
      description: 'The load that brought events of the key, in UTC',
    },
  ];
}

/** For each pending load of a key, the start of the version that was the newest one before it. */
function newestVersions(found: Rejecting, context: PlanContext): string {
  const { dimension, events } = found;
  const { loadedAt, validFrom } = context.project.conventions;
  const key = dimension.naturalKey.map(({ name }) => name);
  const before = select({
    columns: ['timely_{{ round - 1 }}.*', `pending_loads.${loadedAt} as ${judgedLoad.name}`],
    from: 'pending_loads',
    joins: [
      {
        kind: 'inner',
        relation: 'timely_{{ round - 1 }}',
        on: [
          ...key.map((name) => `pending_loads.${name} = timely_{{ round - 1 }}.${name}`),
          `pending_loads.${loadedAt} > timely_{{ round - 1 }}.${loadedAt}`,
        ],
      },
    ],
  });
  const { steps, heedsDeletes } = intervalSteps(perLoad(dimension), perLoadEvents(events), context);
  const ends = heedsDeletes && dimension.deletes === 'close';
  const newest = select({
    columns: [
      ...key.map((name) => `pending_loads.${name}`),
      `max(intervals.${validFrom}) as ${newestFrom.name}`,
      `pending_loads.${loadedAt}`,
    ],
    from: 'pending_loads',
    joins: [
      {
        kind: 'left',
        relation: 'intervals',
        on: [
          ...key.map((name) => `pending_loads.${name} = intervals.${name}`),
          `pending_loads.${loadedAt} = intervals.${judgedLoad.name}`,
          ...(ends ? ['not intervals._is_deleted'] : []),
        ],
      },
    ],
    groupBy: [...key, loadedAt].map((name) => `pending_loads.${name}`),
  });
  const ctes = [step('events_before', before), ...steps].map(
    ({ name, body, comment }) =>
      `${comment === undefined ? '' : `{# ${comment} #}\n`}${name} as (\n    ${continued(body, 4)}\n)`,
  );
  return `with\n\n${ctes.join(',\n\n')}\n\n${newest}`;
}

/** The dimension with a history of its own for each load that is judged: only what begins a version counts. */
function perLoad(dimension: Dimension): Dimension {
  const { durableKey: _durable, currentModel: _current, late: _late, ...rest } = dimension;
  return {
    ...rest,
    naturalKey: [...dimension.naturalKey, judgedLoad],
    attributes: dimension.attributes
      .filter(({ scd }) => scd === 2 || scd === 6)
      .map(({ companion: _companion, ...attribute }) => ({ ...attribute, scd: 2 as const })),
    saidElsewhere: [...dimension.attributes, ...dimension.saidElsewhere],
    miniDimensions: [],
    references: [],
    referring: [],
    members: [],
  };
}

function perLoadEvents(events: EventRelation): EventRelation {
  return {
    ...events,
    alias: 'events_before',
    key: [...events.key, judgedLoad.name],
    columns: [...events.columns, judgedLoad],
  };
}
