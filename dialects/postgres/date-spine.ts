import type { Sql } from '../dialect.js';

/** Over dates generate_series answers timestamps with the session's time zone, where a day may be missing. */
export function dateSpine(start: string, end: string): Sql {
  return [
    'select cast(day as date) as date_day',
    `from generate_series(timestamp '${start}', timestamp '${end}', interval '1 day') as days (day)`,
  ].join('\n');
}
