import type { Argument, Sql } from '../dialect.js';
import type { TimeUnit } from '../function-name.js';
import { operand, precedence } from '../precedence.js';
import { inUtc } from './cast.js';

/**
 * How many boundaries of a unit lie between two dates or timestamps. There is no such function, and `age` and intervals
 * count elapsed units: months and years are numbered and subtracted, weeks and shorter units are cut off and counted.
 */
export function dateDiff(unit: TimeUnit, from: Argument, to: Argument): Sql {
  switch (unit) {
    case 'year':
      return `extract(year from ${utc(to)}) - extract(year from ${utc(from)})`;
    case 'quarter':
    case 'month':
      return `${numbered(unit, utc(to))} - (${numbered(unit, utc(from))})`;
    case 'week':
      return `(${monday(to)} - ${monday(from)}) / 7`;
    case 'day':
      return `${day(to)} - ${day(from)}`;
    case 'hour':
    case 'minute':
    case 'second':
      return `cast(extract(epoch from ${cut(unit, to)} - ${cut(unit, from)})${perUnit[unit]} as bigint)`;
  }
}

const perUnit = { hour: ' / 3600', minute: ' / 60', second: '' } as const;

const numbered = (unit: 'quarter' | 'month', value: Sql): Sql =>
  `extract(year from ${value}) * ${unit === 'month' ? 12 : 4} + extract(${unit} from ${value})`;

/** Two dates differ by a whole number of days. */
function day(value: Argument): Sql {
  return value.type?.kind === 'date' ? operand(value.sql, precedence.product) : `cast(${utc(value)} as date)`;
}

const monday = (value: Argument): Sql => `cast(${cut('week', value)} as date)`;

const cut = (unit: TimeUnit, value: Argument): Sql => `date_trunc('${unit}', ${timestamp(value)})`;

/** date_trunc takes a date for a timestamp in the session's time zone. */
function timestamp(value: Argument): Sql {
  const isTimestamp = value.type?.kind === 'timestamp' || value.type?.kind === 'timestamp_tz';
  return isTimestamp ? utc(value) : `cast(${value.sql} as timestamp)`;
}

const utc = (value: Argument): Sql => (value.type?.kind === 'timestamp_tz' ? inUtc(value.sql) : value.sql);
