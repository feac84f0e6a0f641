import * as ansi from '../ansi.js';
import type { Dialect, Sql } from '../dialect.js';
import type { LogicalType } from '../logical-type.js';
import { cast, inUtc } from './cast.js';
import { dateSpine } from './date-spine.js';
import { functions } from './functions.js';
import { keyText } from './key-text.js';
import { reserved } from './reserved.js';
import { storage } from './storage.js';
import { types } from './types.js';

/** PostgreSQL 15 and newer: 15 brought `merge`. */
export const postgres: Dialect = {
  name: 'postgres',
  label: 'PostgreSQL',
  adapter: {
    type: 'postgres',
    requirement: 'dbt-postgres>=1.11,<1.12',
    profile: {
      type: 'postgres',
      host: "{{ env_var('POSTGRES_HOST') }}",
      port: 5432,
      user: "{{ env_var('POSTGRES_USER') }}",
      password: "{{ env_var('POSTGRES_PASSWORD') }}",
      dbname: "{{ env_var('POSTGRES_DATABASE') }}",
      schema: "{{ env_var('POSTGRES_SCHEMA') }}",
      threads: 4,
    },
    sqlfluff: 'postgres',
  },
  reserved,
  identifierLength: 63,
  types,
  functions,
  quote: ansi.doubleQuoted,
  stringLiteral: ansi.quotedText,
  isDistinct: ansi.isDistinct,
  isNotDistinct: ansi.isNotDistinct,
  cast,
  // Whole numbers divide to a whole number.
  divide: (left, right, leftType, rightType) =>
    hasFraction(leftType) || hasFraction(rightType)
      ? ansi.divide(left, right)
      : ansi.divide(`cast(${left} as double precision)`, right),
  keyText,
  md5Hex: (text) => `md5(${text})`,
  hexInteger: (digits) => `cast(cast('x' || ${digits} as bit(64)) as bigint)`,
  bigintOrFail: ansi.bigintOrMessage,
  sha256Hex: (text) => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`,
  localTimestamp: (value, zone) => `timezone('${zone}', ${inUtc(value)})`,
  decimalLiteral: (digits) => digits,
  timestampLiteral: (text) => `timestamp '${text}'`,
  dateLiteral: (text) => `date '${text}'`,
  dateSpine,
  lastNonNull,
  fromOtherRow,
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
      name: 'postgres__get_merge_sql',
      description:
        'Brings changed rows into their table: replaced, added, or removed where they have no load time.',
      file: new URL('merge.sql', import.meta.url),
    },
  ],
};

/**
 * There is no `ignore nulls`: of all values up to here that are not null, the one whose place is their number. It
 * copies an array for each row, so its time grows with the square of the events of one key. Elements of an array have
 * lost the size of their type.
 */
function lastNonNull(value: Sql, window: Sql, type: LogicalType): Sql {
  const values = `array_agg(${value}) filter (where ${value} is not null) over (${window})`;
  const last = `(${values})[count(${value}) over (${window})]`;
  return fromOtherRow(last, type);
}

/** Functions of any type forget the scale of a decimal, and dbt would take that for a change of the table. */
function fromOtherRow(value: Sql, type: LogicalType): Sql {
  return type.kind === 'decimal' ? cast(value, type, type) : value;
}

const hasFraction = (type: LogicalType | undefined): boolean =>
  type?.kind === 'decimal' || type?.kind === 'float';
