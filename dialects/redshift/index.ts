import * as ansi from '../ansi.js';
import type { Dialect, Sql } from '../dialect.js';
import type { LogicalType } from '../logical-type.js';
import { operand, precedence } from '../precedence.js';
import { cast } from './cast.js';
import { dateSpine } from './date-spine.js';
import { functions } from './functions.js';
import { keyText } from './key-text.js';
import { reserved } from './reserved.js';
import { storage } from './storage.js';
import { types } from './types.js';

export const redshift: Dialect = {
  name: 'redshift',
  label: 'Redshift',
  adapter: {
    type: 'redshift',
    requirement: 'dbt-redshift>=1.11,<1.12',
    profile: {
      type: 'redshift',
      host: "{{ env_var('REDSHIFT_HOST') }}",
      port: 5439,
      user: "{{ env_var('REDSHIFT_USER') }}",
      password: "{{ env_var('REDSHIFT_PASSWORD') }}",
      dbname: "{{ env_var('REDSHIFT_DATABASE') }}",
      schema: "{{ env_var('REDSHIFT_SCHEMA') }}",
      threads: 4,
    },
    // Delete and insert of a merge are one change only inside the transaction that dbt opens.
    flags: { redshift_skip_autocommit_transaction_statements: false },
    sqlfluff: 'redshift',
  },
  reserved,
  identifierLength: 127,
  types,
  functions,
  quote: ansi.doubleQuoted,
  // Redshift descends from PostgreSQL 8.0, where a backslash escapes in a plain literal. Not compared with a cluster: on
  // PostgreSQL 15 it takes `standard_conforming_strings = off`.
  stringLiteral: ansi.quotedTextWithBackslashes,
  // `is distinct from` is on AWS's list of what Redshift lacks. True or false, never null, so that `not` works.
  isDistinct: (left, right, type) => {
    const [a, b] = [comparable(left, type), comparable(right, type)];
    return `coalesce(${a} <> ${b}, ${a} is not null or ${b} is not null)`;
  },
  isNotDistinct: (left, right, type) => {
    const [a, b] = [comparable(left, type), comparable(right, type)];
    return `coalesce(${a} = ${b}, ${a} is null and ${b} is null)`;
  },
  cast,
  // Whole numbers divide to a whole number.
  divide: (left, right, leftType, rightType) =>
    hasFraction(leftType) || hasFraction(rightType)
      ? ansi.divide(left, right)
      : ansi.divide(`cast(${left} as double precision)`, right),
  keyText,
  md5Hex: (text) => `md5(${text})`,
  hexInteger: (digits) => `strtol(${digits}, 16)`,
  bigintOrFail: ansi.bigintOrMessage,
  sha256Hex: (text) => `sha2(${text}, 256)`,
  localTimestamp: (value, zone) => `convert_timezone('UTC', '${zone}', ${value})`,
  decimalLiteral: (digits) => digits,
  timestampLiteral: (text) => `timestamp '${text}'`,
  dateLiteral: (text) => `date '${text}'`,
  dateSpine,
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
      name: 'redshift__get_merge_sql',
      description:
        'Brings changed rows into their table: replaced, added, or removed where they have no load time.',
      file: new URL('merge.sql', import.meta.url),
    },
  ],
};

function comparable(value: Sql, type: LogicalType): Sql {
  return type.kind === 'json' ? `json_serialize(${value})` : operand(value, precedence.concat);
}

const hasFraction = (type: LogicalType | undefined): boolean =>
  type?.kind === 'decimal' || type?.kind === 'float';
