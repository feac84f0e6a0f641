const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const timePattern = /^([01]\d|2[0-3]):([0-5]\d)(:[0-5]\d(\.\d{1,6})?)?$/;

/** True where the text is a day that exists, as `YYYY-MM-DD`: 2024-02-30 is none. */
export function isCalendarDate(text: string): boolean {
  const match = datePattern.exec(text);
  if (!match) return false;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** True where the text is a calendar date, alone or with a time of day: `2024-01-31 23:59:59.5`. */
export function isTimestampText(text: string): boolean {
  const separator = text.search(/[ T]/);
  if (separator < 0) return isCalendarDate(text);
  return isCalendarDate(text.slice(0, separator)) && timePattern.test(text.slice(separator + 1));
}

/** True where the text is a day of every year, as `MM-DD`; 02-29 is none. */
export function isMonthDay(text: string): boolean {
  return /^\d{2}-\d{2}$/.test(text) && isCalendarDate(`2023-${text}`);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
