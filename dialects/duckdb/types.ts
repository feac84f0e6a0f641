import type { Dialect } from '../dialect.js';

export const types: Dialect['types'] = {
  // DuckDB takes a length and ignores it; dbt compares the plain name.
  string: () => 'varchar',
  text: () => 'varchar',
  integer: () => 'integer',
  bigint: () => 'bigint',
  decimal: ({ precision, scale }) => `decimal(${precision}, ${scale})`,
  float: () => 'double',
  boolean: () => 'boolean',
  date: () => 'date',
  timestamp: () => 'timestamp',
  timestamp_tz: () => 'timestamptz',
  time: () => 'time',
  json: () => 'json',
  binary: () => 'blob',
  uuid: () => 'uuid',
};
