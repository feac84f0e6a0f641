import type { Dialect } from '../../dialects/dialect.js';
import type { TableColumn } from './tables.js';

export interface ChangedRows {
  readonly key: string;
  readonly table: readonly TableColumn[];
  /** The CTE of the table's rows that this run looks at; left out: all of them. */
  readonly existing?: string;
  /** Where two rows could get one key by accident: what a key stands for. The run stops then. */
  readonly identity?: readonly string[];
  /** Columns that alone are no reason to write a row. */
  readonly ignored?: readonly string[];
  /** The columns of a version's end, where one that only ends is updated in place. */
  readonly ends?: readonly string[];
  /** How a first run sorts them, where storage that no row is asked of is skipped. */
  readonly sortedBy?: readonly string[];
  /** `upsert`: rows that are gone stay. Default: they are removed. */
  readonly gone?: 'remove' | 'stay';
}

/** The call of the macro that ends a merged model: from the CTE `final`, the rows that the table doesn't hold like that. */
export function changedRows(
  {
    key,
    table,
    existing,
    identity = [],
    ignored = [],
    ends = [],
    sortedBy = [],
    gone = 'remove',
  }: ChangedRows,
  dialect: Dialect,
): string {
  const columns = table.filter((column) => column.role !== 'loaded_at').map((column) => column.name);
  const json = comparesJsonApart(dialect)
    ? table.filter((column) => column.type.kind === 'json').map((column) => column.name)
    : [];
  const args = [
    `'final'`,
    `key='${key}'`,
    `columns=${names(columns)}`,
    ...(ignored.length > 0 ? [`ignored=${names(ignored)}`] : []),
    ...(identity.length > 0 ? [`identity=${names(identity)}`] : []),
    ...(json.length > 0 ? [`json=${names(json)}`] : []),
    ...(existing === undefined ? [] : [`existing='${existing}'`]),
    ...(ends.length > 0 ? [`ends=${names(ends)}`] : []),
    ...(sortedBy.length > 0 ? [`sorted_by=${names(sortedBy)}`] : []),
    ...(gone === 'stay' ? [`gone='stay'`] : []),
  ];
  return `{{ changed_rows(\n    ${args.join(',\n    ')}\n) }}`;
}

/** Whether documents are compared in another way than other values. */
export function comparesJsonApart(dialect: Dialect): boolean {
  return dialect.isDistinct('a', 'b', { kind: 'json' }) !== dialect.isDistinct('a', 'b', { kind: 'text' });
}

function names(items: readonly string[]): string {
  const line = `[${items.map((item) => `'${item}'`).join(', ')}]`;
  return line.length <= 66
    ? line
    : `[\n        ${items.map((item) => `'${item}'`).join(',\n        ')}\n    ]`;
}
