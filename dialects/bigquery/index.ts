import * as ansi from '../ansi.js';
import type { Dialect, Sql } from '../dialect.js';
import type { LogicalType } from '../logical-type.js';
import { cast } from './cast.js';
import { functions } from './functions.js';
import { keyText } from './key-text.js';
import { reserved } from './reserved.js';
import { storage } from './storage.js';
import { types } from './types.js';

export const bigquery: Dialect = {
  name: 'bigquery',
  label: 'BigQuery',
  adapter: {
    type: 'bigquery',
    requirement: 'dbt-bigquery>=1.11,<1.13',
    profile: {
      type: 'bigquery',
      method: 'oauth',
      project: "{{ env_var('BIGQUERY_PROJECT') }}",
      dataset: "{{ env_var('BIGQUERY_DATASET') }}",
      location: "{{ env_var('BIGQUERY_LOCATION', 'EU') }}",
      threads: 4,
    },
    sqlfluff: 'bigquery',
  },
  reserved,
  identifierLength: 300,
  types,
  functions,
  quote: (name) => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``,
  // A single-quoted literal ends with its line, and a quote is escaped by a backslash only.
  stringLiteral: (text) =>
    `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`,
  isDistinct: (left, right, type) => ansi.isDistinct(comparable(left, type), comparable(right, type)),
  isNotDistinct: (left, right, type) => ansi.isNotDistinct(comparable(left, type), comparable(right, type)),
  cast,
  divide: ansi.divide,
  keyText,
  md5Hex: (text) => `to_hex(md5(${text}))`,
  hexInteger: (digits) => `cast('0x' || ${digits} as int64)`,
  bigintOrFail: ansi.bigintOrCall('error'),
  sha256Hex: (text) => `to_hex(sha256(${text}))`,
  localTimestamp: (value, zone) => `datetime(timestamp(${value}, 'UTC'), '${zone}')`,
  // A bare 0.1 is a float64, and so is everything it meets.
  decimalLiteral: (digits) => `${fitsNumeric(digits) ? 'numeric' : 'bignumeric'} '${digits}'`,
  timestampLiteral: (text) => `datetime '${text}'`,
  dateLiteral: (text) => `date '${text}'`,
  dateSpine: (start, end) =>
    ['select date_day', `from unnest(generate_date_array(date '${start}', date '${end}')) as date_day`].join(
      '\n',
    ),
  lastNonNull: (value, window) => `last_value(${value} ignore nulls) over (${window})`,
  fromOtherRow: ansi.fromOtherRow,
  storage,
  // dbt-bigquery refuses append; a merge without a unique_key inserts every row.
  appendStrategy: 'merge',
  rowsFoundBy: 'key',
  endedVersions: 'as_any',
  storageOfOtherKeys: 'read',
  changedHistories: 'anew',
  rowComparison: { kind: 'by_column' },
  contract: { notNull: 'constraint' },
  macros: [
    {
      name: 'bigquery__get_merge_sql',
      description:
        'Brings changed rows into their table: replaced, added, or removed where they have no load time.',
      file: new URL('merge.sql', import.meta.url),
    },
  ],
};

/** json has no equality. */
function comparable(value: Sql, type: LogicalType): Sql {
  return type.kind === 'json' ? `to_json_string(${value})` : value;
}

function fitsNumeric(digits: string): boolean {
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.');
  return whole.length <= 29 && fraction.length <= 9;
}
