import type { Column, Dimension } from '../resolve/project.js';
import { select, type SelectJoin } from '../sql/layout.js';
import { type PlanContext, timestamp } from './context.js';
import { eventColumns } from './event-steps.js';
import type { FilePlan } from './file-plan.js';
import { planJudgedLoads } from './judged-loads.js';
import { intermediatePath } from './paths.js';
import { newestFrom, rejecting, type Rejecting, sameLoad } from './rejecting.js';

/** What each load was judged by, the events that were late then, and the others. No files where every event is taken. */
export function planLateEvents(dimension: Dimension, context: PlanContext): FilePlan[] {
  const found = rejecting(dimension);
  if (found === undefined) return [];
  const { events, late } = found;
  const loads: SelectJoin = {
    kind: 'inner',
    relation: 'loads',
    on: sameLoad(found, context).map((name) => `${events.alias}.${name} = loads.${name}`),
  };
  const judged = (model: string, result: string, columns: readonly string[], where: string): FilePlan => ({
    kind: 'template',
    path: intermediatePath(model),
    template: 'models/judged_events.sql',
    view: {
      alias: events.alias,
      events: events.model,
      loads: late.loads,
      result,
      rows: `${select({ columns, from: events.alias, joins: [loads] })}\nwhere${where}`,
    },
  });
  const at = `${events.alias}._event_at`;
  return [
    planJudgedLoads(found, context),
    judged(
      late.model,
      'late_events',
      lateColumns(found, context).map(({ name }) => {
        if (name === '_reason') return `${reason(context)} as _reason`;
        return name === '_newest_from' ? 'loads._newest_from' : `${events.alias}.${name}`;
      }),
      ` ${at} < loads._newest_from`,
    ),
    judged(
      late.timely,
      'timely_events',
      [`${events.alias}.*`],
      `\n    loads._newest_from is null\n    or ${at} >= loads._newest_from`,
    ),
  ];
}

/** The columns of the model with the late events: those of the events, and why they were set aside. */
export function lateColumns({ events }: Rejecting, { project }: PlanContext): Column[] {
  const described = new Map([
    ['_event_at', 'The instant from which on this state would have held, in UTC'],
    ['_is_deleted', 'Whether the row says that its key is gone'],
    [project.conventions.loadedAt, 'The load that brought the event, in UTC'],
  ]);
  const types = new Map<string, Column['type']>([
    ['_is_deleted', { kind: 'boolean' }],
    ...events.sequence.map(({ name, type }) => [name, type] as const),
  ]);
  const own = new Set(events.columns.map(({ name }) => name));
  const marks = eventColumns(events).filter((name) => !own.has(name));
  return [
    ...events.columns,
    ...marks.map((name): Column => ({
      name,
      type: types.get(name) ?? timestamp,
      notNull: false,
      ...(described.has(name) ? { description: described.get(name) ?? '' } : {}),
    })),
    { name: '_reason', type: { kind: 'text' }, notNull: true, description: 'Why the event was set aside' },
    newestFrom,
  ];
}

function reason({ dialect }: PlanContext): string {
  return dialect.cast(
    dialect.stringLiteral('older than the newest version of its key'),
    { kind: 'text' },
    undefined,
  );
}
