import * as ansi from '../ansi.js';
import { argument, fieldOf, isTimeOfDay, literalOf, unitOf } from '../argument.js';
import type { Argument, Dialect, Sql } from '../dialect.js';
import type { ExtractField } from '../function-name.js';
import { keyDecimal } from '../key-decimal.js';
import { operand, precedence } from '../precedence.js';
import { typeName } from '../type-name.js';
import { inUtc } from './cast.js';
import { types } from './types.js';

export const functions: Dialect['functions'] = {
  ...ansi.functions,
  greatest: ansi.nullIfAnyIsNull('greatest'),
  least: ansi.nullIfAnyIsNull('least'),
  starts_with: (args) => `${ansi.functions.position([argument(args, 1), argument(args, 0)])} = 1`,
  // The average of whole numbers is truncated, of decimals cut to their scale (from memory, not run on a cluster).
  avg: ansi.floatAverage('double precision', 'all'),
  round: ansi.roundedAsDecimal(typeName(types, keyDecimal), typeName(types, { kind: 'float' })),
  make_date: (args) => dateFromParts(args),
  make_timestamp: (args) => {
    const [hours, minutes, seconds] = [3, 4, 5].map((index) =>
      operand(argument(args, index).sql, precedence.product),
    );
    return `dateadd('second', ${hours} * 3600 + ${minutes} * 60 + ${seconds}, ${dateFromParts(args)})`;
  },
  date_trunc: (args) => {
    const value = argument(args, 1);
    const unit = unitOf(args);
    // date_trunc answers a timestamp for a date.
    if (value.type?.kind === 'date') return `cast(date_trunc('${unit}', ${value.sql}) as date)`;
    if (value.type?.kind === 'timestamp_tz') return inUtc(`date_trunc('${unit}', ${inUtc(value.sql)})`);
    return `date_trunc('${unit}', ${value.sql})`;
  },
  date_add: (args) => {
    const unit = unitOf(args);
    const value = argument(args, 2);
    const add = (to: Sql): Sql => `dateadd('${unit}', ${argument(args, 1).sql}, ${to})`;
    // Days and months of an instant would be those of the session's time zone.
    if (value.type?.kind === 'timestamp_tz' && !isTimeOfDay(unit)) return inUtc(add(inUtc(value.sql)));
    const sum = add(value.sql);
    return value.type?.kind === 'date' && !isTimeOfDay(unit) ? `cast(${sum} as date)` : sum;
  },
  date_diff: (args) => {
    const unit = unitOf(args);
    const [from, to] = [utc(argument(args, 1)), utc(argument(args, 2))];
    if (unit !== 'week') return `datediff('${unit}', ${from}, ${to})`;
    // Whether datediff's weeks begin on Sunday or Monday is not documented, date_trunc's begin on Monday; whole numbers divide to a whole number.
    return `datediff('day', date_trunc('week', ${from}), date_trunc('week', ${to})) / 7`;
  },
  extract: (args) => {
    const field = fieldOf(args);
    const value = utc(argument(args, 1));
    // Sunday is 0 there.
    if (field === 'dayofweek') return `mod(cast(extract(dow from ${value}) as integer) + 6, 7) + 1`;
    // There is no isoyear: it is the year of the week's Thursday.
    if (field === 'isoyear') return `extract(year from dateadd('day', 3, date_trunc('week', ${value})))`;
    // PostgreSQL's seconds have decimals, Redshift's may.
    if (field === 'second') return `floor(extract(second from ${value}))`;
    return ansi.extractFrom(extractNames[field], value);
  },
  to_date: (args) =>
    `to_date(${argument(args, 0).sql}, '${ansi.datePattern(args, { YYYY: 'YYYY', MM: 'MM', DD: 'DD' })}')`,
  regexp_like: (args) =>
    `${operand(argument(args, 0).sql, precedence.sum)} ~ ${operand(argument(args, 1).sql, precedence.sum)}`,
  json_text: (args) => {
    const value = argument(args, 0);
    const text = value.type?.kind === 'json' ? `json_serialize(${value.sql})` : value.sql;
    const path = literalOf(args, 1)
      .split('.')
      .map((key) => `'${key}'`);
    return `json_extract_path_text(${text}, ${path.join(', ')})`;
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
  dayofyear: 'doy',
} as const satisfies Record<Exclude<ExtractField, 'dayofweek' | 'isoyear' | 'second'>, string>;

/** There is no make_date: the parts as a number, the number as a text, the text as a date. */
function dateFromParts(args: readonly Argument[]): Sql {
  const [year, month, day] = [0, 1, 2].map((index) => operand(argument(args, index).sql, precedence.product));
  return `to_date(cast(${year} * 10000 + ${month} * 100 + ${day} as varchar), 'YYYYMMDD')`;
}

function utc(value: Argument): Sql {
  return value.type?.kind === 'timestamp_tz' ? inUtc(value.sql) : value.sql;
}
