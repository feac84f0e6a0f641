import type { Sql } from '../dialect.js';
import type { LogicalType } from '../logical-type.js';
import { typeName } from '../type-name.js';
import { types } from './types.js';

/**
 * How rows get into and out of a DuckDB that runs inside dbt's own process: as files with one JSON object per line,
 * all of whose values are texts. Run on DuckDB 1.5.6.
 */

/** A column's value as text: the same text for the same value, and another one for any other. */
export function valueText(value: Sql, type: LogicalType): Sql {
  switch (type.kind) {
    case 'timestamp':
      return `strftime(${value}, '%Y-%m-%d %H:%M:%S.%f')`;
    case 'timestamp_tz':
      return `strftime(timezone('UTC', ${value}), '%Y-%m-%d %H:%M:%S.%f')`;
    case 'time':
      return `strftime(date '2000-01-01' + ${value}, '%H:%M:%S.%f')`;
    case 'binary':
      return `hex(${value})`;
    default:
      return `cast(${value} as varchar)`;
  }
}

/** The value of such a text. */
export function textValue(text: Sql, type: LogicalType): Sql {
  if (type.kind === 'binary') return `unhex(${text})`;
  if (type.kind === 'timestamp_tz') return `cast(${text} || '+00' as timestamptz)`;
  if (type.kind === 'string' || type.kind === 'text') return text;
  return `cast(${text} as ${typeName(types, type)})`;
}

/** A query's relation: the lines of a file, every column a text. */
export function linesOf(file: string, columns: readonly string[]): Sql {
  const typed = columns.map((column) => `${literal(column)}: 'varchar'`).join(', ');
  return `read_json(${literal(file)}, format = 'newline_delimited', columns = {${typed}})`;
}

/** Writes what a query gives into a file. */
export function writeLines(query: Sql, file: string): Sql {
  return `copy (${query}) to ${literal(file)} (format json)`;
}

/** The target of a dbt profile that has everything in one file. */
export function embeddedTarget(file: string, threads: number): Readonly<Record<string, unknown>> {
  return { type: 'duckdb', path: file, schema: 'main', threads };
}

function literal(text: string): Sql {
  return `'${text.replaceAll("'", "''")}'`;
}
