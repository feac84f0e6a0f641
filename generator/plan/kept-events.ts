import type { Column, SourceTable } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import { timestamp, type PlanContext } from './context.js';
import type { FilePlan } from './file-plan.js';
import { eventGuards } from './guards.js';
import { instant } from './instants.js';
import { completedAt, keptColumn, markColumns, marksOf } from './added-columns.js';
import { modelConfig, physicalOr } from './model-config.js';
import { intermediatePath } from './paths.js';
import { rowKeyOf } from './row-key.js';
import { instantColumn, leavesUndated } from './valid-rows.js';
import { stagesDeletes } from './staging.js';
import type { TableColumn } from './tables.js';

/** The append-only model that remembers what a table's loads held, where the table itself does not. */
export function planKeptEvents(table: SourceTable, context: PlanContext): FilePlan {
  const view = table.shape === 'snapshot' ? snapshotView(table, context) : streamView(table, context);
  return {
    kind: 'template',
    path: intermediatePath(table.eventsModel ?? ''),
    template: table.shape === 'snapshot' ? 'models/events_of_snapshot.sql' : 'models/events_of_stream.sql',
    view: {
      config: modelConfig(
        {
          kind: 'appended',
          key: '',
          table: keptColumns(table, context),
          history: 'events',
          physical: physicalOr(undefined, context),
          guards: eventGuards(table, context),
        },
        context,
      ),
      alias: table.alias,
      staging: table.model,
      quarantine: table.quarantine?.model,
      columns: table.columns.map((column) => column.name),
      marks: marksOf(table),
      loadedAt: context.project.conventions.loadedAt,
      ...view,
    },
  };
}

/** The columns of the model: what is staged, the instant, what became of the row, when it arrived. */
export function keptColumns(table: SourceTable, { project }: PlanContext): TableColumn[] {
  return [
    ...table.columns.map((column): TableColumn => ({
      ...keptColumn(column, table),
      notNull: false,
      role: table.key.includes(column.name) ? 'natural_key' : 'attribute',
    })),
    {
      name: '_event_at',
      type: timestamp,
      role: 'event_time',
      notNull: true,
      description: 'The instant from which on this state holds, in UTC',
    },
    {
      name: '_is_deleted',
      type: { kind: 'boolean' },
      role: 'is_deleted',
      notNull: true,
      description: 'Whether the row says that its key is gone',
    },
    ...markColumns(table),
    {
      name: project.conventions.loadedAt,
      type: timestamp,
      role: 'loaded_at',
      notNull: true,
      description: 'The load that brought the event, in UTC',
    },
  ];
}

function snapshotView(table: SourceTable, context: PlanContext): Record<string, unknown> {
  const { dialect } = context;
  const changedAt = table.columns.find((column) => column.name === table.changedAt);
  const starts = periodColumn(table);
  const dated = starts ?? changedAt;
  const stated = (qualifier: string) =>
    dated === undefined ? '{{ load_at() }}' : instant(dated, `${qualifier}${dated.name}`, context);
  // Of a snapshot, staging leaves out rows without a key only: one without an instant is no event, but it is there.
  const undated = leavesUndated(table) ? table.changedAt : undefined;
  const rows = undated === undefined ? table.alias : 'dated_rows';
  const own = `${rows}.`;
  const key = rowKeyOf(table);
  const content = table.columns.filter(
    (column) => !key.includes(column.name) && !isArrival(column.name, table),
  );
  return {
    key: key.join(', '),
    undated,
    dated: rows,
    changedColumns: table.columns.map((column) => `${own}${column.name}`),
    eventAt:
      changedAt === undefined
        ? starts === undefined
          ? completedAt(table, content, own, context)
          : stated(own)
        : `case\n    when last_events._is_deleted and ${stated(own)} <= last_events._event_at\n        then {{ load_at() }}\n    else ${stated(own)}\nend`,
    firstEventAt: stated(''),
    // A period that is gone was never stated; without periods the key is gone from now on.
    absentAt: starts === undefined ? '{{ load_at() }} as _event_at' : 'last_events._event_at',
    joinLast: key.map((name) => `${own}${name} = last_events.${name}`),
    differs: [
      ...content.map((column) =>
        dialect.isDistinct(`${own}${column.name}`, `last_events.${column.name}`, column.type),
      ),
      ...marksOf(table).map((mark) => `last_events.${mark} is null`),
    ],
    absentColumns: table.columns.map((column) => `last_events.${column.name}`),
    absentKey: `${table.alias}.${table.key[0]}`,
    joinAbsent: key.map((name) => `last_events.${name} = ${table.alias}.${name}`),
    scope: table.absence.scope.length > 0,
    scopes: select({ distinct: 'distinct', columns: table.absence.scope, from: table.alias }),
    joinScope: table.absence.scope.map((name) => {
      const type = table.columns.find((column) => column.name === name)?.type ?? { kind: 'text' as const };
      return dialect.isNotDistinct(`last_events.${name}`, `loaded_scopes.${name}`, type);
    }),
  };
}

/** The column with the start of a period, where rows state periods. */
function periodColumn({ columns, valid }: SourceTable): Column | undefined {
  return columns.find((column) => column.name === valid?.from);
}

/** When a row arrived says nothing about what it is about: a snapshot that is loaded anew would be all changes. */
function isArrival(name: string, table: SourceTable): boolean {
  return name === table.loadedAt && name !== table.changedAt && !table.absence.scope.includes(name);
}

function streamView(table: SourceTable, context: PlanContext): Record<string, unknown> {
  const { dialect } = context;
  const starts = periodColumn(table);
  const dated = table.columns.find((column) => column.name === instantColumn(table));
  const hasTruncates = (table.operation?.truncate.length ?? 0) > 0;
  const same = (name: string, type: Parameters<typeof dialect.isNotDistinct>[2]) =>
    dialect.isNotDistinct(`delivered.${name}`, `kept.${name}`, type);
  return {
    eventAt: dated === undefined ? '{{ load_at() }}' : instant(dated, dated.name, context),
    // A period may be as it was once before: what counts is what was said of it last.
    lastSaid:
      starts === undefined
        ? undefined
        : over(`max(${context.project.conventions.loadedAt})`, [...rowKeyOf(table), ...table.sequence], []),
    deletedItem: stagesDeletes(table) ? '_is_deleted' : 'false as _is_deleted',
    deliveredColumns: table.columns.map((column) => `delivered.${column.name}`),
    sameEvent: [
      ...table.columns
        .filter((column) => table.key.includes(column.name))
        .map((column) =>
          hasTruncates ? same(column.name, column.type) : `delivered.${column.name} = kept.${column.name}`,
        ),
      'delivered._event_at = kept._event_at',
      'delivered._is_deleted = kept._is_deleted',
      ...table.columns
        // Of a table that forgets, a row that arrives again is no other row.
        .filter(
          (column) =>
            !table.key.includes(column.name) && (column.name !== table.loadedAt || table.shape === 'log'),
        )
        .map((column) => same(column.name, column.type)),
      // A row that was kept without a column said less than the same row with a null there.
      ...marksOf(table).map((mark) => `kept.${mark} is not null`),
    ],
  };
}
