import type { Dialect } from '../dialect.js';

export const types: Dialect['types'] = {
  // string(n) exists, but dbt-bigquery compares the plain name.
  string: () => 'string',
  text: () => 'string',
  integer: () => 'int64',
  bigint: () => 'int64',
  // numeric has 29 digits before the point and 9 after it.
  decimal: ({ precision, scale }) =>
    scale <= 9 && precision - scale <= 29
      ? `numeric(${precision}, ${scale})`
      : `bignumeric(${precision}, ${scale})`,
  float: () => 'float64',
  boolean: () => 'bool',
  date: () => 'date',
  // BigQuery's timestamp is an instant; its datetime has no zone.
  timestamp: () => 'datetime',
  timestamp_tz: () => 'timestamp',
  time: () => 'time',
  json: () => 'json',
  binary: () => 'bytes',
  uuid: () => 'string',
};
