import * as ansi from '../ansi.js';
import type { Dialect } from '../dialect.js';
import { cast } from './cast.js';
import { functions } from './functions.js';
import { keyText } from './key-text.js';
import { reserved } from './reserved.js';
import { storage } from './storage.js';
import { types } from './types.js';

export const spark: Dialect = {
  name: 'spark',
  label: 'Spark',
  adapter: {
    type: 'spark',
    requirement: 'dbt-spark[session]>=1.11,<1.12',
    profile: {
      type: 'spark',
      method: 'session',
      host: 'NA',
      schema: "{{ env_var('SPARK_SCHEMA', 'default') }}",
      threads: 1,
      server_side_parameters: {
        'spark.sql.session.timeZone': 'UTC',
        // Half of the planning of a merge goes into predicates that Catalyst derives from others, and uses for nothing.
        'spark.sql.constraintPropagation.enabled': 'false',
        // Without these Parquet, and so Delta, refuses to write dates before October 1582 and instants before 1900.
        'spark.sql.parquet.datetimeRebaseModeInWrite': 'CORRECTED',
        'spark.sql.parquet.int96RebaseModeInWrite': 'CORRECTED',
      },
    },
    // sparksql rejects `when not matched by source` and `optimize`.
    sqlfluff: 'databricks',
  },
  reserved,
  identifierLength: 255,
  types,
  functions,
  quote: ansi.backtickQuoted,
  // Adjacent literals are joined, so that a doubled quote would vanish.
  stringLiteral: (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
  isDistinct: ansi.isDistinct,
  isNotDistinct: ansi.isNotDistinct,
  cast,
  divide: ansi.divide,
  keyText,
  md5Hex: (text) => `md5(${text})`,
  hexInteger: (digits) => `cast(conv(${digits}, 16, 10) as bigint)`,
  // A cast of a text that is no number gives null without ANSI mode.
  bigintOrFail: ansi.bigintOrCall('raise_error'),
  sha256Hex: (text) => `sha2(${text}, 256)`,
  localTimestamp: (value, zone) => `convert_timezone('UTC', '${zone}', ${value})`,
  decimalLiteral: (digits) => digits,
  timestampLiteral: (text) => `timestamp_ntz '${text}'`,
  dateLiteral: (text) => `date '${text}'`,
  dateSpine: (start, end) =>
    `select explode(sequence(date '${start}', date '${end}', interval 1 day)) as date_day`,
  lastNonNull: (value, window) => `last_value(${value}) ignore nulls over (${window})`,
  fromOtherRow: ansi.fromOtherRow,
  storage,
  appendStrategy: 'append',
  // Catalyst derives predicates from a filter, one for each way of renaming its columns where they are renamed, as by a
  // view or a CTE that is used twice: 2^n for an `or` over n columns. Planning a merge of sixteen attributes did not end.
  rowsFoundBy: 'key',
  endedVersions: 'as_any',
  storageOfOtherKeys: 'read',
  changedHistories: 'anew',
  rowComparison: {
    kind: 'as_one',
    row: (columns) => `struct(${columns.join(', ')})`,
    field: (row, column) => `${row}['${column}']`,
  },
  // Every column of a CTAS is nullable on Delta, and `set not null` fails on it; Iceberg skips constraints.
  contract: { notNull: 'test' },
  macros: [
    {
      name: 'spark__get_merge_sql',
      description:
        'Brings changed rows into their table: replaced, added, or removed where they have no load time.',
      file: new URL('merge.sql', import.meta.url),
    },
  ],
};
