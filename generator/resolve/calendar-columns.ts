import type { LogicalType } from '../../dialects/logical-type.js';
import type { Calendar } from './project.js';

export interface CalendarColumn {
  readonly name: string;
  readonly type: LogicalType;
  readonly description: string;
  /** A portable expression over `date_day` and the columns of the first stage. */
  readonly expression: string;
  /** `first`: computed from the day alone, for the others to use. */
  readonly stage: 'first' | 'second';
  /** `name`: text in which a reserved member says what it is; `intermediate`: not part of the table. */
  readonly role: 'key' | 'day' | 'name' | 'attribute' | 'intermediate';
}

const integer = { kind: 'integer' } as const;
const date = { kind: 'date' } as const;
const text = (length: number) => ({ kind: 'string', length }) as const;

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The columns of a calendar by day, in the order of its table; helper columns among them. */
export function calendarColumns(calendar: Pick<Calendar, 'key' | 'weekStarts' | 'fiscal'>): CalendarColumn[] {
  const sunday = calendar.weekStarts === 'sunday';
  // 1899-12-31 was a Sunday, 1900-01-01 a Monday: the weekday follows from counting days, on every engine alike.
  const isoDay = `mod(date_diff('day', date '1900-01-01', date_day), 7) + 1`;
  const weekDay = sunday ? `mod(date_diff('day', date '1899-12-31', date_day), 7) + 1` : 'iso_day_of_week';
  return [
    second(
      calendar.key,
      integer,
      'Key of the day: the date as a number, such as 20240131',
      'year * 10000 + month * 100 + day_of_month',
      'key',
    ),
    {
      name: 'date_day',
      type: date,
      description: 'The day',
      expression: 'date_day',
      stage: 'first',
      role: 'day',
    },
    first('year', integer, 'Calendar year', 'extract(year from date_day)'),
    first('quarter', integer, 'Quarter of the year, 1 to 4', 'extract(quarter from date_day)'),
    first('month', integer, 'Month of the year, 1 to 12', 'extract(month from date_day)'),
    second('month_name', text(20), 'English name of the month', nameCase('month', monthNames), 'name'),
    first('week', integer, 'ISO week of the year, 1 to 53', 'extract(week from date_day)'),
    first('day_of_month', integer, 'Day of the month, 1 to 31', 'extract(day from date_day)'),
    ...(sunday ? [helper('iso_day_of_week', isoDay)] : []),
    first(
      'day_of_week',
      integer,
      `Day of the week; 1 is ${sunday ? 'Sunday' : 'Monday'}`,
      sunday ? weekDay : isoDay,
    ),
    second(
      'day_name',
      text(20),
      'English name of the weekday',
      nameCase(sunday ? 'iso_day_of_week' : 'day_of_week', dayNames),
      'name',
    ),
    second(
      'day_of_year',
      integer,
      'Day of the year, 1 to 366',
      `date_diff('day', first_day_of_year, date_day) + 1`,
    ),
    second(
      'is_weekend',
      { kind: 'boolean' },
      'Whether the day is a Saturday or a Sunday',
      `${sunday ? 'iso_day_of_week' : 'day_of_week'} in (6, 7)`,
    ),
    second('iso_year', integer, 'Year to which the ISO week belongs', 'extract(isoyear from date_day)'),
    second(
      'year_month',
      text(14),
      "Year and month, such as '2024-01'",
      "cast(year as string(4)) || '-' || lpad(cast(month as string(2)), 2, '0')",
      'name',
    ),
    second('first_day_of_week', date, 'First day of the week', `date_add('day', 1 - day_of_week, date_day)`),
    second('last_day_of_week', date, 'Last day of the week', `date_add('day', 7 - day_of_week, date_day)`),
    ...['month', 'quarter', 'year'].flatMap((unit) => [
      first(`first_day_of_${unit}`, date, `First day of the ${unit}`, `date_trunc('${unit}', date_day)`),
      second(
        `last_day_of_${unit}`,
        date,
        `Last day of the ${unit}`,
        `date_add('day', -1, date_add('${unit}', 1, first_day_of_${unit}))`,
      ),
    ]),
    ...fiscalColumns(calendar),
  ];
}

/** Fiscal columns by months: the year is named after the calendar year in which it ends. */
function fiscalColumns({ fiscal }: Pick<Calendar, 'fiscal'>): CalendarColumn[] {
  if (fiscal === undefined) return [];
  const shifted = fiscal.day === 1 ? 'date_day' : `date_add('day', ${1 - fiscal.day}, date_day)`;
  // Moved so that the fiscal year begins in January; months are counted there.
  const moved =
    fiscal.month === 1 ? shifted : `date_add('month', ${1 - fiscal.month}, date_trunc('month', ${shifted}))`;
  const shiftedYear = `date_trunc('year', fiscal_month_start)`;
  const startMonth =
    fiscal.month === 1 ? shiftedYear : `date_add('month', ${fiscal.month - 1}, ${shiftedYear})`;
  const starts = fiscal.day === 1 ? startMonth : `date_add('day', ${fiscal.day - 1}, ${startMonth})`;
  const endsNextYear = fiscal.month > 1 || fiscal.day > 1 ? ' + 1' : '';
  return [
    {
      name: 'fiscal_month_start',
      type: date,
      description: '',
      expression: moved,
      stage: 'first',
      role: 'intermediate',
    },
    second(
      'fiscal_year',
      integer,
      'Fiscal year, named after the calendar year in which it ends',
      `extract(year from fiscal_month_start)${endsNextYear}`,
    ),
    second(
      'fiscal_quarter',
      integer,
      'Quarter of the fiscal year, 1 to 4',
      'extract(quarter from fiscal_month_start)',
    ),
    second(
      'fiscal_period',
      integer,
      'Month of the fiscal year, 1 to 12',
      'extract(month from fiscal_month_start)',
    ),
    second(
      'fiscal_week',
      integer,
      'Week of the fiscal year; the first one starts with the fiscal year',
      `floor(date_diff('day', ${starts}, date_day) / 7) + 1`,
    ),
  ];
}

function first(name: string, type: LogicalType, description: string, expression: string): CalendarColumn {
  return { name, type, description, expression, stage: 'first', role: 'attribute' };
}

function helper(name: string, expression: string): CalendarColumn {
  return { name, type: integer, description: '', expression, stage: 'first', role: 'intermediate' };
}

function second(
  name: string,
  type: LogicalType,
  description: string,
  expression: string,
  role: CalendarColumn['role'] = 'attribute',
): CalendarColumn {
  return { name, type, description, expression, stage: 'second', role };
}

function nameCase(column: string, names: readonly string[]): string {
  return `case ${column} ${names.map((name, index) => `when ${index + 1} then '${name}'`).join(' ')} end`;
}
