import type { ConfigValue, Physical, PhysicalPartition } from '../../dialects/storage.js';
import type { LogicalTypeKind } from '../../dialects/logical-type.js';
import type { PhysicalDesign } from '../resolve/project.js';
import { lineWidth } from '../sql/break-lines.js';
import { jinjaText } from '../sql/jinja.js';
import { list } from '../sql/layout.js';
import { newColumnsHook } from './added-columns.js';
import type { PlanContext } from './context.js';
import type { TableColumn } from './tables.js';

export interface ModelStorage {
  readonly key: string;
  /** The columns that the key is made of and that never change while it doesn't; left out where there are none. */
  readonly identity?: readonly string[];
  /** The columns of a version's end, where one that only ends is updated in place. */
  readonly ends?: readonly string[];
  readonly table: readonly TableColumn[];
  /** `versions`: rows that can't be rebuilt cheaply, or at all. */
  readonly history: 'versions' | 'events' | 'none';
  readonly physical: PhysicalDesign;
  /** Calls of guard macros, as Jinja expressions. */
  readonly guards: readonly string[];
}

/** How a model reaches its table: changed rows merged, new rows appended, or rebuilt whole. */
export type ModelKind = ModelStorage & { readonly kind: 'merged' | 'appended' | 'table' };

/** The `config()` block of a model: only what the folder's defaults don't say. */
export function modelConfig(model: ModelKind, context: PlanContext): string {
  const entries = Object.entries({
    ...loading(model, context),
    ...storageConfig(model, context).config,
  });
  const hooks = [...model.guards, ...newColumnsHook(model.table, context)].map(
    (guard) => `"{{ ${guard.replaceAll(/["\\]/g, '\\$&')} }}"`,
  );
  const lines = entries.map(([key, value]) => configLine(key, value));
  if (hooks.length > 0) lines.push(`pre_hook=[\n        ${hooks.join(',\n        ')}\n    ]`);
  return lines.length === 0 ? '' : `{{ config(\n    ${lines.join(',\n    ')}\n) }}`;
}

/**
 * The physical design of a model, or that of one nobody designed. A table without a format of its own has the one
 * that all others have: one Spark session seldom writes two.
 */
export function physicalOr(physical: PhysicalDesign | undefined, { project }: PlanContext): PhysicalDesign {
  const own = physical ?? { clusterBy: [], sortBy: [], raw: {} };
  if (own.format !== undefined) return own;
  const formats = new Set(
    [...project.dimensions, ...project.facts, ...project.calendars].flatMap(
      (table) => table.physical.format ?? [],
    ),
  );
  const [format] = formats;
  return formats.size === 1 && format !== undefined ? { ...own, format } : own;
}

/** What the dialect makes of the physical design. */
export function storageConfig(
  model: Pick<ModelKind, 'kind' | 'table' | 'history' | 'physical'>,
  { dialect }: PlanContext,
) {
  return dialect.storage(physicalFor(model, dialect.name));
}

function loading(
  { kind, key, identity, ends, history }: ModelKind,
  { project, dialect }: PlanContext,
): Record<string, ConfigValue> {
  if (kind === 'table') return {};
  if (kind === 'appended') {
    return {
      materialized: 'incremental',
      incremental_strategy: dialect.appendStrategy,
      on_schema_change: 'fail',
      ...(history === 'events' ? { full_refresh: false } : {}),
    };
  }
  return {
    materialized: 'incremental',
    incremental_strategy: 'merge',
    unique_key: key,
    on_schema_change: 'fail',
    meta: {
      removed_when_null: project.conventions.loadedAt,
      ...(identity === undefined || dialect.rowsFoundBy === 'key' ? {} : { identity }),
      ...(ends === undefined ? {} : { ends }),
    },
  };
}

function physicalFor(
  { kind, table, history, physical }: Pick<ModelKind, 'kind' | 'table' | 'history' | 'physical'>,
  dialect: string,
): Physical {
  const partition = physical.partitionBy;
  const type = table.find((column) => column.name === partition?.column)?.type.kind;
  return {
    materialized: kind === 'table' ? 'table' : 'incremental',
    ...(partition === undefined
      ? {}
      : {
          partitionBy: {
            column: partition.column,
            granularity: partition.granularity,
            type: partitionType(type),
          },
        }),
    clusterBy: physical.clusterBy,
    ...(physical.distributeBy === undefined ? {} : { distributeBy: physical.distributeBy }),
    sortBy: physical.sortBy,
    ...(physical.format === undefined ? {} : { format: physical.format }),
    raw: physical.raw[dialect] ?? {},
    history: history !== 'none',
  };
}

function partitionType(kind: LogicalTypeKind | undefined): PhysicalPartition['type'] {
  switch (kind) {
    case 'date':
    case 'timestamp':
    case 'timestamp_tz':
      return kind;
    case 'integer':
    case 'bigint':
      return 'integer';
    default:
      return 'other';
  }
}

/** A key and its value; the entries of a long mapping below each other. */
function configLine(key: string, value: ConfigValue): string {
  const line = `${key}=${configValue(value)}`;
  if (line.length + 5 <= lineWidth || typeof value !== 'object' || Array.isArray(value)) return line;
  return `${key}={\n        ${list(mappingEntries(value as Record<string, unknown>), 8)}\n    }`;
}

/** A value as a Jinja literal. */
export function configValue(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return jinjaText(value);
  if (Array.isArray(value)) return `[${value.map((item) => configValue(item as ConfigValue)).join(', ')}]`;
  return `{${mappingEntries(value as Record<string, unknown>).join(', ')}}`;
}

const mappingEntries = (mapping: Record<string, unknown>): string[] =>
  Object.entries(mapping).map(([key, item]) => `${jinjaText(key)}: ${configValue(item)}`);
