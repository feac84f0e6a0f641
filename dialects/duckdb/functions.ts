import * as ansi from '../ansi.js';
import { argument, fieldOf, isTimeOfDay, literalOf, sqlOf, unitOf } from '../argument.js';
import type { Argument, Dialect, Sql } from '../dialect.js';
import type { ExtractField } from '../function-name.js';
import { utc } from './cast.js';
import { keyDecimal } from '../key-decimal.js';
import { typeName } from '../type-name.js';
import { types } from './types.js';

/** Facts from runs of DuckDB 1.5.6 (test/contract executes each of them). */
export const functions: Dialect['functions'] = {
  ...ansi.functions,
  round: ansi.roundedAsDecimal(typeName(types, keyDecimal), typeName(types, { kind: 'float' })),
  greatest: ansi.nullIfAnyIsNull('greatest'),
  least: ansi.nullIfAnyIsNull('least'),
  // Without the second argument DuckDB also strips Unicode's other spaces, the rest of the warehouses don't.
  trim: (args) => `trim(${sqlOf(args)}, ' ')`,
  ltrim: (args) => `ltrim(${sqlOf(args)}, ' ')`,
  rtrim: (args) => `rtrim(${sqlOf(args)}, ' ')`,
  // date_trunc and `+ interval` answer a timestamp for a date.
  date_trunc: (args) => {
    const value = argument(args, 1);
    const unit = unitOf(args);
    if (value.type?.kind === 'date') return `cast(date_trunc('${unit}', ${value.sql}) as date)`;
    if (value.type?.kind === 'timestamp_tz') return utc(`date_trunc('${unit}', ${utc(value.sql)})`);
    return `date_trunc('${unit}', ${value.sql})`;
  },
  date_add: (args) => {
    const unit = unitOf(args);
    const count = argument(args, 1).sql;
    const value = argument(args, 2);
    const add = (to: Sql): Sql =>
      `date_add(${to}, interval ${/^\d+$/.test(count) ? count : `(${count})`} ${unit})`;
    // Days and months of an instant would be those of the session's time zone.
    if (value.type?.kind === 'timestamp_tz' && !isTimeOfDay(unit)) return utc(add(utc(value.sql)));
    const sum = add(value.sql);
    return value.type?.kind === 'date' && !isTimeOfDay(unit) ? `cast(${sum} as date)` : sum;
  },
  // Of all units the week alone counts elapsed ones; between Mondays that is the boundaries crossed.
  date_diff: (args) => {
    const unit = unitOf(args);
    const [from, to] = [1, 2].map((index) => inUtc(argument(args, index)));
    return unit === 'week'
      ? `date_diff('week', date_trunc('week', ${from}), date_trunc('week', ${to}))`
      : `date_diff('${unit}', ${from}, ${to})`;
  },
  extract: (args) => ansi.extractFrom(extractNames[fieldOf(args)], inUtc(argument(args, 1))),
  to_date: (args) =>
    `cast(strptime(${argument(args, 0).sql}, '${ansi.datePattern(args, { YYYY: '%Y', MM: '%m', DD: '%d' })}') as date)`,
  regexp_like: ansi.named('regexp_matches'),
  regexp_replace: (args) => `regexp_replace(${sqlOf(args)}, 'g')`,
  json_text: (args) => `json_extract_string(${argument(args, 0).sql}, '$.${literalOf(args, 1)}')`,
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

function inUtc(value: Argument): Sql {
  return value.type?.kind === 'timestamp_tz' ? utc(value.sql) : value.sql;
}
