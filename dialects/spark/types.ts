import type { Dialect } from '../dialect.js';

export const types: Dialect['types'] = {
  // varchar(n) turns into string in a CTAS, on Delta and on Iceberg.
  string: () => 'string',
  text: () => 'string',
  integer: () => 'int',
  bigint: () => 'bigint',
  // dbt compares the name as Spark writes it: without a space.
  decimal: ({ precision, scale }) => `decimal(${precision},${scale})`,
  float: () => 'double',
  boolean: () => 'boolean',
  date: () => 'date',
  // Spark's timestamp is an instant, shown in the session's time zone.
  timestamp: () => 'timestamp_ntz',
  timestamp_tz: () => 'timestamp',
  time: () => 'string',
  json: () => 'string',
  binary: () => 'binary',
  uuid: () => 'string',
};
