/** Instants as texts of one width, `YYYY-MM-DD HH:MM:SS.ffffff`, so that they compare as texts. */

/** A number of milliseconds since 1970, and microseconds beside them, as an instant. */
export function instantText(milliseconds: number, microseconds = 0): string {
  const text = new Date(milliseconds).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)}${String(microseconds).padStart(3, '0')}`;
}

/** The instant so many days after a day, `YYYY-MM-DD`. */
export function daysAfter(day: string, days: number, time = '00:00:00.000000'): string {
  return `${instantText(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).slice(0, 10)} ${time}`;
}
