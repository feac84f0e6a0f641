import type { LogicalType } from '../../dialects/logical-type.js';
import { operand, precedence } from '../../dialects/precedence.js';
import type { SourceTable, StagedColumn } from '../resolve/project.js';
import { jinjaSafeLine } from '../sql/jinja.js';
import { list } from '../sql/layout.js';
import { formulaColumns } from './columns-read.js';
import { formulaSql, type PlanContext, typedFormulaSql, castTo } from './context.js';
import type { FilePlan } from './file-plan.js';
import { inList } from './in-list.js';
import { stagingPath } from './paths.js';
import { rawColumn } from './raw-column.js';

/**
 * The staging view of a source table: renamed, cast, filtered, protected, in the order people read columns. Where
 * invalid rows are set aside, it is the view before that.
 */
export function planStaging(table: SourceTable, context: PlanContext): FilePlan {
  const nullTexts = table.nullValues.length === 0 ? [] : nullTextColumns(table, context);
  const deleted = deletedCondition(table, context);
  const filter = table.filter === undefined || deleted !== undefined ? undefined : filterSql(table, context);
  return {
    kind: 'template',
    path: stagingPath(table.source, table.quarantine?.delivered ?? table.model),
    template: 'models/staging.sql',
    view: {
      source: table.source,
      table: table.name,
      nullTexts,
      input: nullTexts.length > 0 ? 'null_texts_read' : 'source',
      columns: groupedColumns(table, deleted, context),
      filter,
    },
  };
}

/** Each raw column read once, texts that mean null read as null. */
function nullTextColumns(table: SourceTable, { dialect }: PlanContext): string[] {
  const values = table.nullValues.map((value) => jinjaSafeLine(dialect.stringLiteral(value)));
  return rawColumnsRead(table).map((raw) => {
    const name = rawColumn(raw, dialect);
    const text = dialect.cast(name, { kind: 'text' }, undefined);
    const read =
      values.length === 1
        ? `nullif(${text}, ${values[0]})`
        : `case when ${text} not in (${values.join(', ')}) then ${text} end`;
    return `${read} as ${name}`;
  });
}

/** True where a staging model carries `_is_deleted`: deletes are events there. */
export function stagesDeletes(table: Pick<SourceTable, 'shape' | 'operation' | 'filter'>): boolean {
  return table.shape !== 'snapshot' && (table.operation !== undefined || table.filter !== undefined);
}

function deletedCondition(table: SourceTable, context: PlanContext): string | undefined {
  if (!stagesDeletes(table)) return undefined;
  const conditions: string[] = [];
  if (table.operation !== undefined) {
    const operation = table.columns.find((column) => column.name === table.operation?.column);
    const value =
      operation === undefined ? table.operation.column : columnValue(operation, rawType(table), context);
    conditions.push(
      inList(value, [...table.operation.delete, ...table.operation.truncate], context, jinjaSafeLine),
    );
  }
  if (table.filter !== undefined) conditions.push(`not coalesce(${filterSql(table, context)}, false)`);
  return conditions.join(' or ');
}

function filterSql(table: SourceTable, context: PlanContext): string {
  if (table.filter === undefined) return 'true';
  const staged = new Map(table.columns.map((column) => [column.name, column]));
  return formulaSql(table.filter, context, {
    // A filter speaks of staged columns, which the same select can't name yet.
    column: (reference) => {
      const column = staged.get(reference.name);
      return column === undefined
        ? rawColumn(reference.name, context.dialect)
        : columnValue({ ...column, protect: 'none' }, rawType(table), context);
    },
    typeOf: (reference) => staged.get(reference.name)?.type,
  });
}

/** What is known of a raw column's type: nothing, unless the model has read it as text. */
function rawType(table: SourceTable): LogicalType | undefined {
  return table.nullValues.length > 0 ? { kind: 'text' } : undefined;
}

/** The raw columns that a table's staged columns read, in order of appearance. */
function rawColumnsRead(table: SourceTable): string[] {
  const names = table.columns.flatMap((column) =>
    column.value.kind === 'raw' ? [column.value.from] : (formulaColumns(column.value.formula) ?? []),
  );
  return [...new Set(names)];
}

/**
 * A staged column's value.
 *
 * @param given the type of the raw columns, where it is known: texts that mean null have been read as text
 */
export function columnValue(
  column: StagedColumn,
  given: LogicalType | undefined,
  context: PlanContext,
): string {
  const { dialect } = context;
  const type = column.protect === 'none' ? column.type : ({ kind: 'text' } as const);
  const cast =
    column.value.kind === 'raw'
      ? castTo(rawColumn(column.value.from, dialect), type, given, context)
      : typedFormulaSql(column.value.formula, type, context, {
          column: (reference) => rawColumn(reference.name, dialect),
          typeOf: () => given,
        });
  if (column.protect === 'hash')
    return dialect.sha256Hex(`'{{ pii_salt() }}' || ${operand(cast, precedence.concat)}`);
  if (column.protect === 'mask') return `case when ${cast} is not null then '***' end`;
  return cast;
}

type Group = 'ids' | 'strings' | 'numerics' | 'booleans' | 'dates' | 'timestamps' | 'others';
const groups = [
  'ids',
  'strings',
  'numerics',
  'booleans',
  'dates',
  'timestamps',
  'others',
] as const satisfies readonly Group[];

const groupOfType = {
  string: 'strings',
  text: 'strings',
  uuid: 'strings',
  integer: 'numerics',
  bigint: 'numerics',
  decimal: 'numerics',
  float: 'numerics',
  boolean: 'booleans',
  date: 'dates',
  timestamp: 'timestamps',
  timestamp_tz: 'timestamps',
  time: 'timestamps',
  json: 'others',
  binary: 'others',
} as const satisfies Record<LogicalType['kind'], Group>;

/** The select list, grouped under headings where there are at least two groups. */
function groupedColumns(table: SourceTable, deleted: string | undefined, context: PlanContext): string {
  const items = new Map<Group, string[]>(groups.map((group) => [group, []]));
  for (const column of table.columns) {
    const group =
      table.key.includes(column.name) || column.name.endsWith('_id') ? 'ids' : groupOfType[column.type.kind];
    const value = columnValue(column, rawType(table), context);
    items.get(group)?.push(value === column.name ? value : `${value} as ${column.name}`);
  }
  if (deleted !== undefined) items.get('booleans')?.push(`${deleted} as _is_deleted`);
  const filled = [...items].filter(([, columns]) => columns.length > 0);
  if (filled.length < 2)
    return list(
      filled.flatMap(([, columns]) => columns),
      0,
    );
  return filled.map(([group, columns]) => `---------- ${group}\n${list(columns, 0)}`).join(',\n\n');
}
