/** A span of time as blueprints write it: `12 hours`. */
export interface Duration {
  readonly count: number;
  readonly period: 'minute' | 'hour' | 'day';
}

export const durationPattern = /^([1-9]\d{0,5}) (minute|hour|day)s?$/;

/** Reads `12 hours`, `1 day`, `30 minutes`. */
export function parseDuration(text: string): Duration | undefined {
  const match = durationPattern.exec(text);
  if (!match) return undefined;
  return { count: Number(match[1]), period: match[2] as Duration['period'] };
}
