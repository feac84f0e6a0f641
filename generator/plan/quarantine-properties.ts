import type { SourceTable } from '../resolve/project.js';
import type { PlanContext } from './context.js';
import { sentenceEnd } from './dimension-properties.js';
import { modelYaml } from './properties.js';
import { quarantineColumns } from './quarantine.js';
import type { YamlValue } from './yaml-value.js';

/** The properties of the model with every row as it was delivered, where a table's invalid rows are set aside. */
export function deliveredProperties(table: SourceTable, context: PlanContext): YamlValue[] {
  if (table.quarantine === undefined) return [];
  return [
    modelYaml(
      {
        name: table.quarantine.delivered,
        description: `${sentenceEnd(table.description)} Every row as it was delivered, invalid ones among them; read ${table.model}.`,
        tests: [],
        columns: [],
      },
      context,
    ),
  ];
}

/** The properties of the model that keeps what was set aside. A test warns where there is anything. */
export function quarantineProperties(table: SourceTable, context: PlanContext): YamlValue {
  const model = table.quarantine?.model ?? '';
  return modelYaml(
    {
      name: model,
      description: `Rows of ${table.source}.${table.name} without a key or an instant, set aside; rows are only ever added, also by a full refresh.`,
      tests: [
        {
          test: 'no_rows',
          name: `${model}_is_empty`,
          description: 'Rows that were set aside are missing everywhere else until their source is mended.',
          severity: 'warn',
        },
      ],
      columns: quarantineColumns(table, context).map((column) => ({
        column,
        tests: column.notNull ? [{ test: 'not_null' as const }] : [],
        notNull: 'none' as const,
      })),
    },
    context,
  );
}
