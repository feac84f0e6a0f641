import { isCalendarDate, isMonthDay, isTimestampText } from '../../sql/calendar-date.js';
import { parsedText, problem } from './problem.js';

/** A calendar date; YAML leaves it text. */
export const date = parsedText('a date such as 2015-01-01', (text) =>
  isCalendarDate(text)
    ? { value: text }
    : problem('DG206', { text }, { expected: 'a date such as 2015-01-01' }),
);

/** A date or a timestamp, as text. */
export const timestamp = parsedText('a timestamp such as 9999-12-31', (text) =>
  isTimestampText(text)
    ? { value: text }
    : problem('DG206', { text }, { expected: 'a timestamp such as 9999-12-31 or 2024-01-31 12:30:00' }),
);

/** A day of every year. */
export const monthDay = parsedText('a month and a day such as 02-01', (text) =>
  isMonthDay(text)
    ? { value: text }
    : problem('DG206', { text }, { expected: 'a month and a day such as 02-01' }),
);
