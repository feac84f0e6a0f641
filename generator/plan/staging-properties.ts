import type { SourceTable } from '../resolve/project.js';
import type { YamlValue } from './yaml-value.js';
import type { PlanContext } from './context.js';
import type { DataTest } from './data-tests.js';
import { acceptedArguments, sentenceEnd } from './dimension-properties.js';
import { instant } from './instants.js';
import { keptColumns } from './kept-events.js';
import { lastingPeriods, separatePeriods } from './period-tests.js';
import { modelYaml } from './properties.js';
import { rowKeyOf } from './row-key.js';
import { stagesDeletes } from './staging.js';
import { leavesUndated } from './valid-rows.js';

/** A staging model's properties. */
export function stagingProperties(table: SourceTable, context: PlanContext): YamlValue {
  const deletes = stagesDeletes(table);
  const truncates = (table.operation?.truncate.length ?? 0) > 0;
  const rowKey = rowKeyOf(table);
  const single = table.shape === 'snapshot' && rowKey.length === 1;
  return modelYaml(
    {
      name: table.model,
      description: sentenceEnd(table.description),
      tests: [
        ...(table.shape === 'snapshot' && !single
          ? [
              {
                test: 'unique_together' as const,
                name: `${table.model}_${table.valid === undefined ? 'has_one_row_per_key' : 'has_one_row_per_key_and_start'}`,
                arguments: { columns: rowKey },
              },
            ]
          : []),
        ...(table.shape === 'log' ? eventTests(table, table.model, undefined, context) : []),
        ...lastingPeriods(table, table.model, deletes, context),
      ],
      columns: [
        ...table.columns.map((column) => {
          const isInstant = column.name === table.changedAt && !leavesUndated(table);
          const required =
            (table.key.includes(column.name) && !truncates) || isInstant || column.name === table.valid?.from;
          // A delete's payload may be empty: only what lives must have its values.
          const living = deletes ? { where: 'not _is_deleted' } : {};
          const tests: DataTest[] = [
            ...(single && table.key[0] === column.name ? [{ test: 'unique' as const }] : []),
            ...(required
              ? [{ test: 'not_null' as const }]
              : column.notNull
                ? [{ test: 'not_null' as const, ...living }]
                : []),
            ...(column.accepted === undefined
              ? []
              : [
                  {
                    test: 'accepted_values' as const,
                    arguments: acceptedArguments(column.accepted, context),
                    ...living,
                  },
                ]),
          ];
          return { column, tests, notNull: 'none' as const };
        }),
        ...(deletes
          ? [
              {
                column: {
                  name: '_is_deleted',
                  type: { kind: 'boolean' as const },
                  notNull: true,
                  description: 'Whether the row says that its key is gone',
                },
                tests: [],
                notNull: 'none' as const,
              },
            ]
          : []),
      ],
    },
    context,
  );
}

/** The properties of a model that keeps events. */
export function keptEventsProperties(table: SourceTable, context: PlanContext): YamlValue {
  const truncates = (table.operation?.truncate.length ?? 0) > 0;
  return modelYaml(
    {
      name: table.eventsModel ?? '',
      description: `Every state that a load of ${table.source}.${table.name} brought, and every delete; rows are only ever added, also by a full refresh.`,
      tests: eventTests(table, table.eventsModel ?? '', '_event_at', context),
      columns: keptColumns(table, context).map((column) => ({
        column,
        tests:
          column.notNull || (column.role === 'natural_key' && !truncates)
            ? [{ test: 'not_null' as const }]
            : [],
        notNull: 'none' as const,
      })),
    },
    context,
  );
}

/** What is odd about events but no reason to stop. */
function eventTests(
  table: SourceTable,
  model: string,
  eventAt: string | undefined,
  context: PlanContext,
): DataTest[] {
  const isKept = eventAt !== undefined;
  const marksDeletes = isKept || stagesDeletes(table);
  const arrived = isKept ? context.project.conventions.loadedAt : table.loadedAt;
  const changedAt = table.columns.find((column) => column.name === (table.valid?.from ?? table.changedAt));
  if (changedAt === undefined) return [];
  const content = table.columns
    .filter(
      (column) =>
        !table.key.includes(column.name) &&
        !table.sequence.includes(column.name) &&
        column.name !== changedAt.name &&
        column.name !== table.loadedAt &&
        column.type.kind !== 'json',
    )
    .map((column) => column.name);
  return [
    {
      test: 'one_state_per_instant',
      name: `${model}_one_state_per_instant`,
      description:
        'Of different states of one key at one instant, which no sequence orders, the one delivered later holds.',
      arguments: {
        columns: [
          ...table.key,
          eventAt ?? changedAt.name,
          ...table.sequence,
          // What a later load says of a period is no contradiction: ends become known.
          ...(table.valid === undefined || arrived === undefined ? [] : [arrived]),
        ],
        content: [...content, ...(marksDeletes ? ['_is_deleted'] : [])],
      },
      severity: 'warn',
    },
    // Periods of the future are no mistake.
    ...(table.valid === undefined
      ? [
          {
            test: 'not_in_future' as const,
            name: `${model}_not_in_future`,
            description: 'Events later than their load are kept as they are stated.',
            arguments: { instant: eventAt ?? instant(changedAt, changedAt.name, context) },
            severity: 'warn' as const,
          },
        ]
      : []),
    ...separatePeriods(table, model, arrived, marksDeletes ? '_is_deleted' : undefined, context),
  ];
}
