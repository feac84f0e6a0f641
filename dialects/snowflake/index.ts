import * as ansi from '../ansi.js';
import type { Dialect } from '../dialect.js';
import { cast } from './cast.js';
import { functions } from './functions.js';
import { keyText } from './key-text.js';
import { reserved } from './reserved.js';
import { storage } from './storage.js';
import { types } from './types.js';

export const snowflake: Dialect = {
  name: 'snowflake',
  label: 'Snowflake',
  adapter: {
    type: 'snowflake',
    requirement: 'dbt-snowflake>=1.11,<1.13',
    profile: {
      type: 'snowflake',
      account: "{{ env_var('SNOWFLAKE_ACCOUNT') }}",
      user: "{{ env_var('SNOWFLAKE_USER') }}",
      password: "{{ env_var('SNOWFLAKE_PASSWORD') }}",
      role: "{{ env_var('SNOWFLAKE_ROLE') }}",
      warehouse: "{{ env_var('SNOWFLAKE_WAREHOUSE') }}",
      database: "{{ env_var('SNOWFLAKE_DATABASE') }}",
      schema: "{{ env_var('SNOWFLAKE_SCHEMA') }}",
      threads: 4,
    },
    sqlfluff: 'snowflake',
  },
  reserved,
  identifierLength: 255,
  types,
  functions,
  quote: ansi.doubleQuoted,
  stringLiteral: ansi.quotedTextWithBackslashes,
  isDistinct: ansi.isDistinct,
  isNotDistinct: ansi.isNotDistinct,
  cast,
  divide: ansi.divide,
  keyText,
  md5Hex: (text) => `md5(${text})`,
  hexInteger: (digits) => `cast(to_number(${digits}, 'XXXXXXXXXXXXXXXX') as bigint)`,
  bigintOrFail: ansi.bigintOrMessage,
  sha256Hex: (text) => `sha2(${text}, 256)`,
  localTimestamp: (value, zone) => `convert_timezone('UTC', '${zone}', ${value})`,
  decimalLiteral: (digits) => digits,
  timestampLiteral: (text) => `cast('${text}' as timestamp_ntz)`,
  dateLiteral: (text) => `date '${text}'`,
  // seq4() alone may have gaps; the row count has to be a constant.
  dateSpine: (start, end) =>
    [
      `select dateadd('day', row_number() over (order by seq4()) - 1, date '${start}') as date_day`,
      `from table(generator(rowcount => ${ansi.dayCount(start, end)}))`,
    ].join('\n'),
  lastNonNull: (value, window) => `last_value(${value} ignore nulls) over (${window})`,
  fromOtherRow: ansi.fromOtherRow,
  storage,
  appendStrategy: 'append',
  rowsFoundBy: 'key',
  endedVersions: 'as_any',
  storageOfOtherKeys: 'skipped',
  changedHistories: 'anew',
  rowComparison: { kind: 'by_column' },
  contract: { notNull: 'constraint' },
  macros: [
    {
      name: 'snowflake__get_merge_sql',
      description:
        'Brings changed rows into their table: replaced, added, or removed where they have no load time.',
      file: new URL('merge.sql', import.meta.url),
    },
  ],
};
