import type { Dialect } from '../dialect.js';

export const types: Dialect['types'] = {
  string: ({ length }) => (length === undefined ? 'varchar' : `varchar(${length})`),
  text: () => 'varchar',
  integer: () => 'integer',
  bigint: () => 'bigint',
  // Without a scale a number is a whole number.
  decimal: ({ precision, scale }) => `number(${precision}, ${scale})`,
  float: () => 'float',
  boolean: () => 'boolean',
  date: () => 'date',
  // `timestamp` is whatever the account's TIMESTAMP_TYPE_MAPPING says.
  timestamp: () => 'timestamp_ntz',
  timestamp_tz: () => 'timestamp_tz',
  time: () => 'time',
  json: () => 'variant',
  binary: () => 'binary',
  uuid: () => 'varchar(36)',
};
