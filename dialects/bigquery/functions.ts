import * as ansi from '../ansi.js';
import { argument, fieldOf, isTimeOfDay, literalOf, scaled, sqlOf, unitOf } from '../argument.js';
import type { Argument, Dialect, Sql } from '../dialect.js';
import type { ExtractField, TimeUnit } from '../function-name.js';
import { operand, precedence } from '../precedence.js';
import { keyDecimal } from '../key-decimal.js';
import { typeName } from '../type-name.js';
import { types } from './types.js';

/** Facts from Google's analyzer and evaluator (ZetaSQL). */
export const functions: Dialect['functions'] = {
  ...ansi.functions,
  // Without the second argument all white space goes, tabs and line ends too.
  trim: (args) => `trim(${sqlOf(args)}, ' ')`,
  ltrim: (args) => `ltrim(${sqlOf(args)}, ' ')`,
  rtrim: (args) => `rtrim(${sqlOf(args)}, ' ')`,
  // The average of a numeric is a numeric.
  avg: ansi.floatAverage('float64', 'decimals'),
  round: ansi.roundedAsDecimal(typeName(types, keyDecimal), typeName(types, { kind: 'float' })),
  substring: ansi.named('substr'),
  position: (args) => `strpos(${argument(args, 1).sql}, ${argument(args, 0).sql})`,
  // An array has no element past its end; left(x, 0) is '' for a text and null for null.
  split_part: (args) => {
    const [value, separator, part] = [argument(args, 0).sql, argument(args, 1).sql, argument(args, 2).sql];
    return `coalesce(split(${value}, ${separator})[safe_ordinal(${part})], left(${value}, 0))`;
  },
  make_date: ansi.named('date'),
  make_timestamp: ansi.named('datetime'),
  date_trunc: (args) => {
    const unit = unitOf(args);
    const value = argument(args, 1);
    if (value.type?.kind !== 'date') return `${family(value)}_trunc(${asDatetime(value)}, ${weekless(unit)})`;
    return isTimeOfDay(unit) ? value.sql : `date_trunc(${value.sql}, ${weekless(unit)})`;
  },
  date_add: (args) => {
    const unit = unitOf(args);
    const value = argument(args, 2);
    const interval = (of: TimeUnit, factor: number): Sql =>
      `interval ${operand(scaled(argument(args, 1).sql, factor, (count, by) => `${operand(count, precedence.product)} * ${by}`))} ${of}`;
    if (value.type?.kind === 'date') {
      return isTimeOfDay(unit)
        ? `datetime_add(cast(${value.sql} as datetime), ${interval(unit, 1)})`
        : `date_add(${value.sql}, ${interval(unit, 1)})`;
    }
    // A timestamp has no months, quarters, years or weeks.
    if (value.type?.kind === 'timestamp_tz') {
      if (isTimeOfDay(unit) || unit === 'day') return `timestamp_add(${value.sql}, ${interval(unit, 1)})`;
      if (unit === 'week') return `timestamp_add(${value.sql}, ${interval('day', 7)})`;
      return `timestamp(datetime_add(datetime(${value.sql}, 'UTC'), ${interval(unit, 1)}), 'UTC')`;
    }
    return `datetime_add(${asDatetime(value)}, ${interval(unit, 1)})`;
  },
  date_diff: (args) => {
    const unit = unitOf(args);
    const [from, to] = [argument(args, 1), argument(args, 2)];
    if (from.type?.kind === 'date' && to.type?.kind === 'date' && !isTimeOfDay(unit)) {
      return `date_diff(${to.sql}, ${from.sql}, ${weekless(unit)})`;
    }
    // timestamp_diff counts elapsed units, datetime_diff boundaries.
    return `datetime_diff(${wallClock(to)}, ${wallClock(from)}, ${weekless(unit)})`;
  },
  extract: (args) => {
    const field = fieldOf(args);
    const value = argument(args, 1);
    const source = value.type === undefined ? asDatetime(value) : value.sql;
    // Sunday is 1 there.
    if (field === 'dayofweek') return `mod(extract(dayofweek from ${source}) + 5, 7) + 1`;
    return ansi.extractFrom(extractNames[field], source);
  },
  to_date: (args) =>
    `parse_date('${ansi.datePattern(args, { YYYY: '%Y', MM: '%m', DD: '%d' })}', ${argument(args, 0).sql})`,
  md5: (args) => `to_hex(md5(${sqlOf(args)}))`,
  regexp_like: ansi.named('regexp_contains'),
  json_text: (args) => `json_value(${argument(args, 0).sql}, '$.${literalOf(args, 1)}')`,
};

const extractNames = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'isoweek',
  day: 'day',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
  isoyear: 'isoyear',
  dayofyear: 'dayofyear',
} as const satisfies Record<Exclude<ExtractField, 'dayofweek'>, string>;

/** BigQuery's own week begins on Sunday. */
const weekless = (unit: TimeUnit): string => (unit === 'week' ? 'isoweek' : unit);

const family = ({ type }: Argument): 'timestamp' | 'datetime' =>
  type?.kind === 'timestamp_tz' ? 'timestamp' : 'datetime';

/** A raw column's type is unknown and functions are named after types: it is read as a datetime. */
const asDatetime = ({ sql, type }: Argument): Sql => (type === undefined ? `cast(${sql} as datetime)` : sql);

function wallClock(value: Argument): Sql {
  if (value.type?.kind === 'timestamp') return value.sql;
  return value.type?.kind === 'timestamp_tz'
    ? `datetime(${value.sql}, 'UTC')`
    : `cast(${value.sql} as datetime)`;
}
