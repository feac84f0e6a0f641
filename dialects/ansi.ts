import { argument, literalOf, sqlOf } from './argument.js';
import type { Argument, FunctionSpelling, Sql } from './dialect.js';
import type { FunctionName } from './function-name.js';
import type { LogicalType } from './logical-type.js';
import { operand, precedence } from './precedence.js';

/** Spellings that most warehouses share. A dialect spreads them and says only where it differs. */

/** `name(a, b)` */
export const named =
  (name: string): FunctionSpelling =>
  (args) =>
    `${name}(${sqlOf(args)})`;

/** Null as soon as one argument is, on engines whose greatest and least pass over nulls. */
export const nullIfAnyIsNull =
  (name: string): FunctionSpelling =>
  (args) => {
    const nullable = args.filter(({ sql }) => !isConstant(sql));
    const call = named(name)(args);
    if (nullable.length === 0) return call;
    const conditions = nullable.map(({ sql }) => `${operand(sql, precedence.concat)} is not null`);
    return `case when ${conditions.join(' and ')} then ${call} end`;
  };

function isConstant(sql: Sql): boolean {
  return /^(?:-?\d[\d.]*|(?:(?:date|timestamp|timestamp_ntz|datetime|numeric) )?'[^']*')$/.test(sql);
}

/** `extract(field from x)` where the engine knows the field under `field`'s own name. */
export const extractFrom = (field: string, value: Sql): Sql => `extract(${field} from ${value})`;

/** An average in floats, on engines that average numbers of `kinds` in their own type and cut it to their own scale. */
export const floatAverage =
  (float: Sql, kinds: 'decimals' | 'all'): FunctionSpelling =>
  (args) => {
    const { sql, type } = argument(args, 0);
    const isExact = kinds === 'all' || type === undefined || type.kind === 'decimal';
    return `avg(${type?.kind === 'float' || !isExact ? sql : `cast(${sql} as ${float})`})`;
  };

/** A float rounded as the decimal that it is written as: engines that round it by multiplying make 1 of 1.005. */
export const roundedAsDecimal =
  (decimal: Sql, float: Sql): FunctionSpelling =>
  (args) => {
    const [value, ...digits] = args;
    if (value?.type?.kind !== 'float') return named('round')(args);
    return `cast(round(${[`cast(${value.sql} as ${decimal})`, ...digits.map(({ sql }) => sql)].join(', ')}) as ${float})`;
  };

/** True where a cast takes digits behind the point away. Engines cut them off, or round halves to even numbers. */
export const dropsFraction = (to: LogicalType, from: LogicalType | undefined): boolean =>
  (to.kind === 'integer' || to.kind === 'bigint') && (from?.kind === 'float' || from?.kind === 'decimal');

/** Counts rows without an argument. */
const count: FunctionSpelling = (args) => (args.length === 0 ? 'count(*)' : `count(${sqlOf(args)})`);

export const functions = {
  coalesce: named('coalesce'),
  nullif: named('nullif'),
  greatest: named('greatest'),
  least: named('least'),
  // Two engines' concat skips nulls and one takes two arguments only; `||` is null with a null everywhere.
  concat: (args) => args.map(({ sql }) => operand(sql, precedence.concat)).join(' || '),
  upper: named('upper'),
  lower: named('lower'),
  trim: named('trim'),
  ltrim: named('ltrim'),
  rtrim: named('rtrim'),
  length: named('length'),
  substring: named('substring'),
  left: named('left'),
  right: named('right'),
  replace: named('replace'),
  split_part: named('split_part'),
  position: (args) =>
    `position(${operand(argument(args, 0).sql, precedence.concat)} in ${operand(argument(args, 1).sql, precedence.concat)})`,
  starts_with: named('starts_with'),
  // Two-argument lpad is missing on DuckDB: the blank is always said.
  lpad: (args) => `lpad(${sqlOf(args)}${args.length === 2 ? `, ' '` : ''})`,
  abs: named('abs'),
  round: named('round'),
  floor: named('floor'),
  ceil: named('ceil'),
  mod: named('mod'),
  power: named('power'),
  sqrt: named('sqrt'),
  sign: named('sign'),
  make_date: named('make_date'),
  make_timestamp: named('make_timestamp'),
  md5: named('md5'),
  regexp_like: named('regexp_like'),
  regexp_replace: named('regexp_replace'),
  sum: named('sum'),
  count,
  min: named('min'),
  max: named('max'),
  avg: named('avg'),
  row_number: named('row_number'),
  rank: named('rank'),
  lag: named('lag'),
  lead: named('lead'),
  first_value: named('first_value'),
  last_value: named('last_value'),
} as const satisfies Partial<Record<FunctionName, FunctionSpelling>>;

/** A text literal where a backslash is an ordinary character. */
export const quotedText = (text: string): Sql => `'${text.replaceAll("'", "''")}'`;

/** A text literal where the engine reads backslashes as escapes and a doubled quote as a quote. */
export const quotedTextWithBackslashes = (text: string): Sql => quotedText(text.replaceAll('\\', '\\\\'));

export const doubleQuoted = (name: string): Sql => `"${name.replaceAll('"', '""')}"`;
export const backtickQuoted = (name: string): Sql => `\`${name.replaceAll('`', '``')}\``;

/** `a is distinct from b` */
export const isDistinct = (left: Sql, right: Sql): Sql =>
  `${operand(left, precedence.concat)} is distinct from ${operand(right, precedence.concat)}`;
export const isNotDistinct = (left: Sql, right: Sql): Sql =>
  `${operand(left, precedence.concat)} is not distinct from ${operand(right, precedence.concat)}`;

export const divide = (left: Sql, right: Sql): Sql =>
  `${operand(left, precedence.product)} / ${operand(right, precedence.sign)}`;

/**
 * `bigintOrFail` where no function fails on purpose: the message is no number, and the error shows it. Redshift's compute
 * nodes are said to show its first character only; that was not tried on a cluster.
 */
export const bigintOrMessage = (value: Sql, problem: Sql, message: Sql): Sql =>
  [
    'cast(',
    '    case',
    `        when ${problem.replaceAll('\n', '\n        ')}`,
    `            then ${message}`,
    `        else cast(${value} as varchar)`,
    '    end as bigint',
    ')',
  ].join('\n');

/** `bigintOrFail` by a function that fails with a message. */
export const bigintOrCall =
  (name: string) =>
  (value: Sql, problem: Sql, message: Sql): Sql =>
    [
      'case',
      `    when ${problem.replaceAll('\n', '\n    ')}`,
      `        then ${name}(${message})`,
      `    else ${value}`,
      'end',
    ].join('\n');

/** Booleans as text, spelled out: engines disagree about the cast. */
export const booleanText = (value: Sql): Sql =>
  `case when ${operand(value, precedence.comparison)} then 'true' when not ${operand(value, precedence.comparison)} then 'false' end`;

/** The elements of the pattern language of `to_date`: YYYY, MM, DD and what stands between them. */
export function datePattern(
  args: readonly Argument[],
  elements: Readonly<Record<'YYYY' | 'MM' | 'DD', string>>,
): string {
  return literalOf(args, 1).replaceAll(/YYYY|MM|DD/g, (element) => elements[element as 'YYYY' | 'MM' | 'DD']);
}

export const isText = (type: LogicalType | undefined): boolean =>
  type?.kind === 'string' || type?.kind === 'text';

/** Days from `start` to `end`, both counted, of two ISO dates. */
export function dayCount(start: string, end: string): number {
  return Math.max(
    0,
    Math.round((Date.parse(`${end}T00:00:00Z`) - Date.parse(`${start}T00:00:00Z`)) / 86_400_000) + 1,
  );
}

/** The words of a reserved list as one would paste them: separated by white space. */
export const wordSet = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** `fromOtherRow` where `lag` and `first_value` give the type that they take. */
export const fromOtherRow = (value: Sql): Sql => value;
