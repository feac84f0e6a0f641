import type { Dialect } from '../dialect.js';

/** Lengths are bytes, at most 65,535; a character takes up to four. `varchar` and `text` alone mean 256 bytes. */
const longest = 65_535;

export const types: Dialect['types'] = {
  string: ({ length }) => `varchar(${length === undefined ? longest : Math.min(4 * length, longest)})`,
  text: () => `varchar(${longest})`,
  integer: () => 'integer',
  bigint: () => 'bigint',
  decimal: ({ precision, scale }) => `numeric(${precision}, ${scale})`,
  float: () => 'double precision',
  boolean: () => 'boolean',
  date: () => 'date',
  timestamp: () => 'timestamp',
  timestamp_tz: () => 'timestamptz',
  time: () => 'time',
  json: () => 'super',
  binary: () => 'varbyte',
  uuid: () => 'varchar(36)',
};
