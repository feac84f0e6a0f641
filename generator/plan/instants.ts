import type { Column } from '../resolve/project.js';
import type { PlanContext } from './context.js';

const timestampType = { kind: 'timestamp' } as const;
const dateType = { kind: 'date' } as const;

/** A date's or timestamp's value as a timestamp in UTC: a date is its midnight. */
export function instant(column: Column, sql: string, { dialect }: PlanContext): string {
  return column.type.kind === 'timestamp' ? sql : dialect.cast(sql, timestampType, column.type);
}

/** The conditions that a version held at an instant. */
export function heldAt(at: string, version: string, { project }: PlanContext): string[] {
  const { validFrom, validTo, openEnd } = project.conventions;
  return [
    `${at} >= ${version}.${validFrom}`,
    openEnd === null
      ? `(${at} < ${version}.${validTo} or ${version}.${validTo} is null)`
      : `${at} < ${version}.${validTo}`,
  ];
}

/** The day on which an instant lies, in a zone where one is named, else in UTC. */
export function calendarDay(
  column: Column,
  timeZone: string | undefined,
  sql: string,
  context: PlanContext,
): string {
  if (column.type.kind === 'date') return sql;
  const utc = instant(column, sql, context);
  const local = timeZone === undefined ? utc : context.dialect.localTimestamp(utc, timeZone);
  return context.dialect.cast(local, dateType, timestampType);
}
