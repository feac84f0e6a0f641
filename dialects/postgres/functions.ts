import * as ansi from '../ansi.js';
import { argument, fieldOf, isTimeOfDay, literalOf, scaled, sqlOf, unitOf } from '../argument.js';
import type { Argument, Dialect, FunctionSpelling, Sql } from '../dialect.js';
import type { ExtractField, TimeUnit } from '../function-name.js';
import type { LogicalTypeKind } from '../logical-type.js';
import { operand, precedence } from '../precedence.js';
import { inUtc } from './cast.js';
import { dateDiff } from './date-diff.js';

/** Facts from runs of PostgreSQL 15.18. */
export const functions: Dialect['functions'] = {
  ...ansi.functions,
  greatest: ansi.nullIfAnyIsNull('greatest'),
  least: ansi.nullIfAnyIsNull('least'),
  // Counts and places are of type integer, and a bigint is not cast to it by itself.
  substring: withIntegers('substring', 1, 2),
  left: withIntegers('left', 1),
  right: withIntegers('right', 1),
  split_part: withIntegers('split_part', 2),
  lpad: (args) => ansi.functions.lpad(integersAt(args, 1)),
  make_date: withIntegers('make_date', 0, 1, 2),
  make_timestamp: withIntegers('make_timestamp', 0, 1, 2, 3, 4),
  lag: withIntegers('lag', 1),
  lead: withIntegers('lead', 1),
  // A float is rounded to the even neighbor there, and not at all to decimals.
  round: (args) => {
    const value = argument(args, 0);
    const [, ...places] = integersAt(args, 1);
    const rounded = `round(${sqlOf([exact(value), ...places])})`;
    return value.type?.kind === 'float' ? `cast(${rounded} as double precision)` : rounded;
  },
  // Of a whole number these would take the float next to it.
  floor: (args) => `floor(${isWhole(argument(args, 0)) ? sqlOf([exact(argument(args, 0))]) : sqlOf(args)})`,
  ceil: (args) => `ceil(${isWhole(argument(args, 0)) ? sqlOf([exact(argument(args, 0))]) : sqlOf(args)})`,
  // There is no remainder of floats.
  mod: (args) =>
    `mod(${args.map((part) => (isKind(part, 'float') ? exact(part).sql : part.sql)).join(', ')})`,
  // Of decimals these two give decimals.
  power: (args) => `power(${args.map(float).join(', ')})`,
  sqrt: (args) => `sqrt(${float(argument(args, 0))})`,
  // Of whole numbers and decimals it is a decimal.
  avg: (args) => `avg(${float(argument(args, 0))})`,
  date_trunc: (args) => {
    const value = argument(args, 1);
    const unit = unitOf(args);
    // It takes a date for a timestamp in the session's time zone, in which that midnight may be missing.
    if (isKind(value, 'date')) return `cast(date_trunc('${unit}', cast(${value.sql} as timestamp)) as date)`;
    if (isKind(value, 'timestamp_tz')) return `date_trunc('${unit}', ${value.sql}, 'UTC')`;
    return `date_trunc('${unit}', ${value.sql})`;
  },
  date_add: (args) => {
    const unit = unitOf(args);
    const value = argument(args, 2);
    if (isKind(value, 'date') && (unit === 'day' || unit === 'week')) {
      return plusDays(
        value.sql,
        scaledBy(unit === 'week' ? 7 : 1, sqlOf(integersAt([argument(args, 1)], 0))),
      );
    }
    const interval = intervalOf(unit, argument(args, 1).sql);
    // A day or a month of a timestamp with a zone is one of the session's zone.
    if (isKind(value, 'timestamp_tz')) return inUtc(`${inUtc(value.sql)} + ${interval}`);
    const sum = `${operand(value.sql, precedence.sum)} + ${interval}`;
    return isKind(value, 'date') && !isTimeOfDay(unit) ? `cast(${sum} as date)` : sum;
  },
  date_diff: (args) => dateDiff(unitOf(args), argument(args, 1), argument(args, 2)),
  extract: (args) => {
    const field = fieldOf(args);
    const value = argument(args, 1);
    const part = ansi.extractFrom(
      extractNames[field],
      isKind(value, 'timestamp_tz') ? inUtc(value.sql) : value.sql,
    );
    // Seconds come with decimals.
    return field === 'second' ? `floor(${part})` : part;
  },
  to_date: (args) =>
    `to_date(${argument(args, 0).sql}, '${ansi.datePattern(args, { YYYY: 'YYYY', MM: 'MM', DD: 'DD' })}')`,
  regexp_like: (args) =>
    `${operand(argument(args, 0).sql, precedence.sum)} ~ ${operand(argument(args, 1).sql, precedence.sum)}`,
  regexp_replace: (args) => `regexp_replace(${sqlOf(args)}, 'g')`,
  json_text: (args) => {
    const value = argument(args, 0);
    const json = isKind(value, 'json') ? value.sql : `cast(${value.sql} as jsonb)`;
    const path = literalOf(args, 1)
      .split('.')
      .map((key) => `'${key}'`);
    return `jsonb_extract_path_text(${json}, ${path.join(', ')})`;
  },
};

const extractNames = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'week',
  day: 'day',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
  isoyear: 'isoyear',
  dayofweek: 'isodow',
  dayofyear: 'doy',
} as const satisfies Record<ExtractField, string>;

const isKind = ({ type }: Argument, ...kinds: readonly LogicalTypeKind[]): boolean =>
  type !== undefined && kinds.includes(type.kind);
const isWhole = (value: Argument): boolean => isKind(value, 'integer', 'bigint');

/** A number for the functions that are exact for numeric alone. */
const exact = (value: Argument): Argument =>
  isKind(value, 'decimal') ? value : { ...value, sql: `cast(${value.sql} as numeric)` };

const float = (value: Argument): Sql =>
  isKind(value, 'float') ? value.sql : `cast(${value.sql} as double precision)`;

function withIntegers(name: string, ...places: readonly number[]): FunctionSpelling {
  return (args) => `${name}(${sqlOf(integersAt(args, ...places))})`;
}

function integersAt(args: readonly Argument[], ...places: readonly number[]): readonly Argument[] {
  return args.map((part, place) =>
    places.includes(place) && !isKind(part, 'integer')
      ? { ...part, sql: `cast(${part.sql} as integer)` }
      : part,
  );
}

/** A date and a whole number of days give a date. */
function plusDays(date: Sql, days: Sql): Sql {
  const day = operand(date, precedence.sum);
  return /^-\d+$/.test(days) ? `${day} - ${days.slice(1)}` : `${day} + ${operand(days, precedence.product)}`;
}

/** PostgreSQL's intervals know no quarter. */
function intervalOf(unit: TimeUnit, count: Sql): Sql {
  const [factor, word] = unit === 'quarter' ? [3, 'month'] : [1, unit];
  const number = scaledBy(factor, count);
  return /^-?\d+$/.test(number)
    ? `interval '${number} ${word}'`
    : `${operand(number, precedence.product)} * interval '1 ${word}'`;
}

const scaledBy = (factor: number, count: Sql): Sql =>
  scaled(count, factor, (some, times) => `${operand(some, precedence.product)} * ${times}`);
