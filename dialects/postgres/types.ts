import type { Dialect } from '../dialect.js';

export const types: Dialect['types'] = {
  // PostgreSQL stores a varchar(n) as it stores a text, and a cast to it cuts what is longer without a word.
  string: () => 'text',
  text: () => 'text',
  integer: () => 'integer',
  bigint: () => 'bigint',
  decimal: ({ precision, scale }) => `numeric(${precision}, ${scale})`,
  float: () => 'double precision',
  boolean: () => 'boolean',
  date: () => 'date',
  timestamp: () => 'timestamp',
  timestamp_tz: () => 'timestamptz',
  time: () => 'time',
  // json has no equality.
  json: () => 'jsonb',
  binary: () => 'bytea',
  uuid: () => 'uuid',
};
