import * as ansi from '../ansi.js';
import { argument, fieldOf, isTimeOfDay, literalOf, scaled, sqlOf, unitOf } from '../argument.js';
import type { Dialect } from '../dialect.js';
import type { ExtractField, TimeUnit } from '../function-name.js';
import { operand, precedence } from '../precedence.js';
import { keyDecimal } from '../key-decimal.js';
import { typeInSql } from './type-in-sql.js';

/** Facts from runs of Spark 3.5.9. */
export const functions: Dialect['functions'] = {
  ...ansi.functions,
  greatest: ansi.nullIfAnyIsNull('greatest'),
  least: ansi.nullIfAnyIsNull('least'),
  round: ansi.roundedAsDecimal(typeInSql(keyDecimal), typeInSql({ kind: 'float' })),
  starts_with: ansi.named('startswith'),
  // Decimals are averaged as decimals with four more digits.
  avg: ansi.floatAverage('double', 'decimals'),
  make_timestamp: ansi.named('make_timestamp_ntz'),
  date_trunc: (args) => {
    const value = argument(args, 1);
    const unit = unitOf(args);
    // date_trunc answers an instant whatever it is given; trunc answers a date, and knows no unit below the week.
    if (value.type?.kind === 'date') {
      return unit === 'day' || isTimeOfDay(unit) ? value.sql : `trunc(${value.sql}, '${unit}')`;
    }
    const truncated = `date_trunc('${unit}', ${value.sql})`;
    return value.type?.kind === 'timestamp_tz' ? truncated : `cast(${truncated} as timestamp_ntz)`;
  },
  date_add: (args) => {
    const unit = unitOf(args);
    const count = argument(args, 1).sql;
    const value = argument(args, 2);
    if (value.type?.kind !== 'date') return `timestampadd(${unit}, ${count}, ${value.sql})`;
    if (isTimeOfDay(unit)) return `timestampadd(${unit}, ${count}, cast(${value.sql} as timestamp_ntz))`;
    const { name, factor } = dateAdditions[unit];
    return `${name}(${value.sql}, ${scaled(count, factor, (text, by) => `${operand(text, precedence.product)} * ${by}`)})`;
  },
  // timestampdiff counts whole elapsed units; between two beginnings of a unit that is the boundaries crossed.
  date_diff: (args) => {
    const unit = unitOf(args);
    const [from, to] = [argument(args, 1).sql, argument(args, 2).sql];
    if (unit === 'day') return `datediff(${to}, ${from})`;
    return `timestampdiff(${unit}, date_trunc('${unit}', ${from}), date_trunc('${unit}', ${to}))`;
  },
  extract: (args) => {
    const field = fieldOf(args);
    const value = argument(args, 1).sql;
    // extract(second …) has decimals.
    return field === 'second' ? `second(${value})` : ansi.extractFrom(extractNames[field], value);
  },
  to_date: (args) =>
    `to_date(${argument(args, 0).sql}, '${ansi.datePattern(args, { YYYY: 'yyyy', MM: 'MM', DD: 'dd' })}')`,
  regexp_like: (args) => `regexp_like(${sqlOf(args)})`,
  json_text: (args) => `get_json_object(${argument(args, 0).sql}, '$.${literalOf(args, 1)}')`,
};

const extractNames = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'week',
  day: 'day',
  hour: 'hour',
  minute: 'minute',
  isoyear: 'yearofweek',
  dayofweek: 'dayofweek_iso',
  dayofyear: 'doy',
} as const satisfies Record<Exclude<ExtractField, 'second'>, string>;

/** timestampadd answers a timestamp for a date; these answer a date. */
const dateAdditions = {
  year: { name: 'add_months', factor: 12 },
  quarter: { name: 'add_months', factor: 3 },
  month: { name: 'add_months', factor: 1 },
  week: { name: 'date_add', factor: 7 },
  day: { name: 'date_add', factor: 1 },
} as const satisfies Record<
  Exclude<TimeUnit, 'hour' | 'minute' | 'second'>,
  { name: string; factor: number }
>;
