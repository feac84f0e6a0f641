import * as ansi from '../ansi.js';
import { argument, fieldOf, isTimeOfDay, literalOf, sqlOf, unitOf } from '../argument.js';
import type { Argument, Dialect, Sql } from '../dialect.js';
import type { ExtractField } from '../function-name.js';
import { inUtc } from './cast.js';
import { keyDecimal } from '../key-decimal.js';
import { typeName } from '../type-name.js';
import { types } from './types.js';

export const functions: Dialect['functions'] = {
  ...ansi.functions,
  round: ansi.roundedAsDecimal(typeName(types, keyDecimal), typeName(types, { kind: 'float' })),
  starts_with: ansi.named('startswith'),
  // Whole numbers and decimals are averaged as numbers with six more digits.
  avg: ansi.floatAverage('float', 'all'),
  make_date: ansi.named('date_from_parts'),
  make_timestamp: ansi.named('timestamp_ntz_from_parts'),
  date_trunc: (args) => {
    const value = argument(args, 1);
    const unit = unitOf(args);
    const truncated = unit === 'week' ? monday(utc(value)) : `date_trunc('${unit}', ${utc(value)})`;
    return value.type?.kind === 'date' ? `cast(${truncated} as date)` : truncated;
  },
  date_add: (args) => {
    const unit = unitOf(args);
    const value = argument(args, 2);
    // Days and months of an instant would be those of its own offset.
    const base = isTimeOfDay(unit) ? value.sql : utc(value);
    const sum = `dateadd('${unit}', ${argument(args, 1).sql}, ${base})`;
    return value.type?.kind === 'date' && !isTimeOfDay(unit) ? `cast(${sum} as date)` : sum;
  },
  date_diff: (args) => {
    const unit = unitOf(args);
    const [from, to] = [utc(argument(args, 1)), utc(argument(args, 2))];
    if (unit !== 'week') return `datediff('${unit}', ${from}, ${to})`;
    return `cast(datediff('day', ${monday(from)}, ${monday(to)}) / 7 as integer)`;
  },
  extract: (args) => ansi.extractFrom(extractNames[fieldOf(args)], utc(argument(args, 1))),
  to_date: (args) =>
    `to_date(${argument(args, 0).sql}, '${ansi.datePattern(args, { YYYY: 'YYYY', MM: 'MM', DD: 'DD' })}')`,
  // regexp_like has to match the whole text; regexp_instr finds a part.
  regexp_like: (args) => `regexp_instr(${sqlOf(args)}) > 0`,
  json_text: (args) => {
    const value = argument(args, 0);
    const path = literalOf(args, 1);
    if (value.type?.kind === 'json') return `cast(get_path(${value.sql}, '${path}') as varchar)`;
    return `json_extract_path_text(${value.sql}, '${path}')`;
  },
};

/** `week` and `dayofweek` follow the session's WEEK_START; the ISO fields don't. */
const extractNames = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'weekiso',
  day: 'day',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
  isoyear: 'yearofweekiso',
  dayofweek: 'dayofweekiso',
  dayofyear: 'dayofyear',
} as const satisfies Record<ExtractField, string>;

/** The midnight of the week's Monday; date_trunc('week', …) would follow the session's WEEK_START. */
function monday(value: Sql): Sql {
  return `dateadd('day', 1 - dayofweekiso(${value}), date_trunc('day', ${value}))`;
}

function utc(value: Argument): Sql {
  return value.type?.kind === 'timestamp_tz' ? inUtc(value.sql) : value.sql;
}
