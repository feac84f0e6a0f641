import * as ansi from '../ansi.js';
import type { Dialect } from '../dialect.js';
import { cast, utc } from './cast.js';
import { functions } from './functions.js';
import { keyText } from './key-text.js';
import { reserved } from './reserved.js';
import { storage } from './storage.js';
import { types } from './types.js';

export const duckdb: Dialect = {
  name: 'duckdb',
  label: 'DuckDB',
  adapter: {
    type: 'duckdb',
    requirement: 'dbt-duckdb>=1.11,<1.12',
    profile: {
      type: 'duckdb',
      path: "{{ env_var('DUCKDB_PATH', 'warehouse.duckdb') }}",
      schema: "{{ env_var('DUCKDB_SCHEMA', 'main') }}",
      threads: 4,
    },
    sqlfluff: 'duckdb',
  },
  reserved,
  identifierLength: 255,
  types,
  functions,
  quote: ansi.doubleQuoted,
  stringLiteral: ansi.quotedText,
  // In brackets: sqlfluff 4.1 takes the `from` of a bare one in a select list for the clause.
  isDistinct: (left, right) => `(${ansi.isDistinct(left, right)})`,
  isNotDistinct: (left, right) => `(${ansi.isNotDistinct(left, right)})`,
  cast,
  divide: ansi.divide,
  keyText,
  md5Hex: (text) => `md5(${text})`,
  hexInteger: (digits) => `cast('0x' || ${digits} as bigint)`,
  bigintOrFail: ansi.bigintOrCall('error'),
  sha256Hex: (text) => `sha256(${text})`,
  localTimestamp: (value, zone) => `timezone('${zone}', ${utc(value)})`,
  decimalLiteral: (digits) => digits,
  timestampLiteral: (text) => `timestamp '${text}'`,
  dateLiteral: (text) => `date '${text}'`,
  // generate_series over dates answers timestamps.
  dateSpine: (start, end) =>
    [
      'select cast(day as date) as date_day',
      `from generate_series(date '${start}', date '${end}', interval 1 day) as days (day)`,
    ].join('\n'),
  lastNonNull: (value, window) => `last_value(${value} ignore nulls) over (${window})`,
  fromOtherRow: ansi.fromOtherRow,
  storage,
  appendStrategy: 'append',
  rowsFoundBy: 'identity',
  endedVersions: 'in_place',
  storageOfOtherKeys: 'skipped',
  changedHistories: 'resumed',
  rowComparison: { kind: 'by_column' },
  contract: { notNull: 'constraint' },
  macros: [
    {
      name: 'duckdb__get_merge_sql',
      description:
        'Brings changed rows into their table: replaced, added, or removed where they have no load time.',
      file: new URL('merge.sql', import.meta.url),
    },
  ],
};
