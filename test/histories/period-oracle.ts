/**
 * What periods that a source states amount to, computed the slow way: on each day the period of those that hold which
 * started last, and days with one value in a row are a version. It shares nothing with the generator.
 */

/** Days are counted from the first of January 2024 on; a null end is none. */
export interface Period {
  readonly key: number;
  readonly from: number;
  /** The first day on which it no longer holds. */
  readonly to: number | null;
  readonly value: string | null;
}

export interface PeriodVersion {
  readonly key: number;
  readonly value: string | null;
  readonly from: number;
  readonly to: number | null;
}

/** @param periods at most one per key and start */
export function versionsOfPeriods(periods: readonly Period[]): PeriodVersion[] {
  const keys = [...new Set(periods.map(({ key }) => key))];
  return keys.flatMap((key) => versionsOfKey(periods.filter((period) => period.key === key)));
}

function versionsOfKey(periods: readonly Period[]): PeriodVersion[] {
  const end = Math.max(...periods.map(({ from, to }) => Math.max(from, to ?? from))) + 1;
  const versions: { key: number; value: string | null; from: number; to: number | null }[] = [];
  for (let day = 0; day <= end; day++) {
    const holding = periods.filter(({ from, to }) => from <= day && (to === null || day < to));
    const counting = holding.find(({ from }) => holding.every((other) => other.from <= from));
    const before = versions.find(({ to }) => to === null);
    if (counting !== undefined && before?.value === counting.value) continue;
    if (before !== undefined) before.to = day;
    if (counting !== undefined)
      versions.push({ key: counting.key, value: counting.value, from: day, to: null });
  }
  return versions;
}
