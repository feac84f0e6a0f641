import type { Column, Lookup } from '../resolve/project.js';
import { type Found, validRow } from './oracle/fact-rows.js';
import { lookedUpDimension } from './pointed-to.js';
import type { ExpectedKeys, Told } from './told.js';
import { identity, type Row, type Value } from './value.js';

/** What the dimensions have to hold, by name; undefined where one is not covered. */
export type ExpectationOf = (dimension: string) => ExpectedKeys | undefined;

/** What a lookup has to find; undefined where the dimension is not covered, or nothing decides between its events. */
export function lookUp(
  lookup: Lookup,
  values: Row,
  told: Told,
  expectationOf: ExpectationOf,
): Found | undefined {
  const wanted = lookup.on.map(({ here }) => values[here.name] ?? null);
  const referred = referredTo(lookup, wanted, told, expectationOf);
  const { asOf, target } = lookup;
  const at =
    asOf === undefined || target.kind === 'calendar' || !target.versioned
      ? undefined
      : instantOf(values[asOf.name] ?? null, asOf);
  return heldAt(referred, at, told);
}

/** The row that was valid at an instant; undefined where there are no versions. */
export function heldAt(
  referred: Referred | undefined,
  at: Value | undefined,
  { project }: Told,
): Found | undefined {
  if (referred?.kind !== 'rows') return referred;
  const { rows } = referred;
  return foundRow(validRow(rows, at, project.conventions), rows);
}

/**
 * What was found where one row was looked for.
 *
 * @param among all rows of the natural key
 */
export function foundRow(row: Row | undefined, among: readonly Row[]): Found {
  return row === undefined ? { kind: 'member', member: 'unknown' } : { kind: 'row', row, among };
}

/** What values refer to before it is asked when: a reserved member, a day, or the rows of a natural key. */
export type Referred =
  Exclude<Found, { readonly kind: 'row' }> | { readonly kind: 'rows'; readonly rows: readonly Row[] };

/**
 * What some values refer to; undefined where the dimension is not covered, or nothing decides between its events.
 *
 * @param wanted a value for each pair of the lookup
 */
export function referredTo(
  lookup: Pick<Lookup, 'target' | 'nullKey' | 'timeZone' | 'on'>,
  wanted: readonly Value[],
  told: Told,
  expectationOf: ExpectationOf,
): Referred | undefined {
  if (wanted.includes(null)) return { kind: 'member', member: lookup.nullKey };
  if (lookup.target.kind === 'calendar') return day(lookup, wanted[0] ?? '', told);
  const keys = expectationOf(lookup.target.dimension);
  if (keys === undefined) return undefined;
  const naturalKey = Object.fromEntries(lookup.on.map(({ there }, index) => [there, wanted[index] ?? null]));
  const dimension = lookedUpDimension(told.project, lookup.target.dimension);
  const own = keys.get(identity(naturalKey, dimension?.naturalKey.map(({ name }) => name) ?? []));
  if (own === undefined) return { kind: 'rows', rows: [] };
  return own.rows === undefined ? undefined : { kind: 'rows', rows: own.rows };
}

/** A value as an instant: a date is its midnight. */
export function instantOf(value: Value, { type }: Column): Value {
  return value !== null && type.kind === 'date' ? `${value} 00:00:00.000000` : value;
}

function day(
  lookup: Pick<Lookup, 'target' | 'timeZone' | 'on'>,
  value: string,
  { project }: Told,
): Exclude<Found, { readonly kind: 'row' }> {
  const { target } = lookup;
  const calendar = project.calendars.find(
    ({ name }) => target.kind === 'calendar' && name === target.calendar,
  );
  const isLocal = lookup.timeZone !== undefined && lookup.on[0]?.here.type.kind !== 'date';
  const local = isLocal ? localDay(value, lookup.timeZone ?? 'UTC') : value.slice(0, 10);
  if (calendar === undefined || local < calendar.start || local > calendar.end)
    return { kind: 'member', member: 'unknown' };
  return { kind: 'day', day: local };
}

function localDay(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    ...({ calendar: 'iso8601', year: 'numeric', month: '2-digit', day: '2-digit' } as const),
  }).formatToParts(new Date(`${instant.slice(0, 23).replace(' ', 'T')}Z`));
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}
