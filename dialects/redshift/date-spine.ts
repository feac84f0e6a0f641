import { dayCount } from '../ansi.js';
import type { Sql } from '../dialect.js';

/**
 * generate_series runs on the leader node only, so days are counted by digits: as many copies of ten rows as
 * the number of days has digits.
 */
export function dateSpine(start: string, end: string): Sql {
  const days = dayCount(start, end);
  const places = [
    'ones',
    'tens',
    'hundreds',
    'thousands',
    'ten_thousands',
    'hundred_thousands',
    'millions',
  ].slice(0, Math.max(1, String(days - 1).length));
  const terms = places.map((place, index) =>
    index === 0 ? `${place}.digit` : `${place}.digit * ${10 ** index}`,
  );
  return [
    'with digits as (',
    Array.from({ length: 10 }, (_, digit) => `    select ${digit}${digit === 0 ? ' as digit' : ''}`).join(
      '\n    union all\n',
    ),
    '),',
    '',
    'numbers as (',
    terms.length === 1
      ? `    select ${terms.join('')} as number`
      : `    select\n        ${terms.join('\n        + ')} as number`,
    `    from digits as ${places[0]}`,
    ...places.slice(1).map((place) => `    cross join digits as ${place}`),
    ')',
    '',
    `select cast(dateadd('day', number, date '${start}') as date) as date_day`,
    'from numbers',
    `where number < ${days}`,
  ].join('\n');
}
