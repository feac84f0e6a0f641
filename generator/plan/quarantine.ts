import type { SourceTable } from '../resolve/project.js';
import { keptColumn } from './added-columns.js';
import { timestamp, type PlanContext } from './context.js';
import type { FilePlan } from './file-plan.js';
import { loadTimeGuard } from './guards.js';
import { modelConfig, physicalOr } from './model-config.js';
import { intermediatePath, stagingPath } from './paths.js';
import { select } from '../sql/layout.js';
import { stagesDeletes } from './staging.js';
import type { TableColumn } from './tables.js';
import { instantColumn, reasonSql, validConditions } from './valid-rows.js';

/**
 * Where a table's invalid rows are set aside: the staging model without them, and the append-only model that keeps
 * them. No files where they stop the run.
 */
export function planQuarantine(table: SourceTable, context: PlanContext): FilePlan[] {
  const { quarantine } = table;
  if (quarantine === undefined) return [];
  const { dialect } = context;
  const columns = table.columns.map((column) => column.name);
  const deleted = stagesDeletes(table) ? ['_is_deleted'] : [];
  return [
    {
      kind: 'template',
      path: stagingPath(table.source, table.model),
      template: 'models/valid_rows.sql',
      view: {
        delivered: quarantine.delivered,
        validRows: select({ columns: ['*'], from: 'delivered', where: validConditions(table, context) }),
      },
    },
    {
      kind: 'template',
      path: intermediatePath(quarantine.model),
      template: 'models/quarantine.sql',
      view: {
        config: modelConfig(
          {
            kind: 'appended',
            key: '',
            table: quarantineColumns(table, context),
            history: 'events',
            physical: physicalOr(undefined, context),
            guards: [loadTimeGuard()],
          },
          context,
        ),
        delivered: quarantine.delivered,
        columns: [...columns, ...deleted],
        reason: reasonSql(table, context),
        newColumns: [...columns, ...deleted, '_reason'].map((name) => `invalid_rows.${name}`),
        same: [
          'invalid_rows._reason = set_aside._reason',
          ...deleted.map((name) => `invalid_rows.${name} = set_aside.${name}`),
          // When a row arrived makes no other row of it, unless that is what dates it.
          ...table.columns
            .filter(({ name }) => name !== table.loadedAt || name === instantColumn(table))
            .map(({ name, type }) =>
              dialect.isNotDistinct(`invalid_rows.${name}`, `set_aside.${name}`, type),
            ),
        ],
        loadedAt: context.project.conventions.loadedAt,
      },
    },
  ];
}

/** The columns of the model: what is staged, why the row was set aside, and by which load. */
export function quarantineColumns(table: SourceTable, { project }: PlanContext): TableColumn[] {
  return [
    ...table.columns.map((column): TableColumn => ({
      ...keptColumn(column, table),
      notNull: false,
      role: 'attribute',
    })),
    ...(stagesDeletes(table)
      ? [
          {
            name: '_is_deleted',
            type: { kind: 'boolean' },
            role: 'is_deleted',
            notNull: true,
            description: 'Whether the row says that its key is gone',
          } satisfies TableColumn,
        ]
      : []),
    {
      name: '_reason',
      type: { kind: 'text' },
      role: 'attribute',
      notNull: true,
      description: 'Why the row was set aside',
    },
    {
      name: project.conventions.loadedAt,
      type: timestamp,
      role: 'loaded_at',
      notNull: true,
      description: 'The load that set the row aside, in UTC',
    },
  ];
}
