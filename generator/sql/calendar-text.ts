import { isCalendarDate, isTimestampText } from './calendar-date.js';

/** A date as `YYYY-MM-DD`, if the calendar has it. */
export const calendarDate = (text: string): string | undefined => (isCalendarDate(text) ? text : undefined);

/** A timestamp as `YYYY-MM-DD HH:MM:SS[.ffffff]`; a `T` between and missing seconds or time are filled in. */
export function calendarTimestamp(text: string): string | undefined {
  if (!isTimestampText(text)) return undefined;
  const [date = '', time = '00:00'] = text.split(/[ T]/);
  return `${date} ${time.length === 5 ? `${time}:00` : time}`;
}
