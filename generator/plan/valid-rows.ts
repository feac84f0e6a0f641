import type { SourceTable } from '../resolve/project.js';
import type { PlanContext } from './context.js';
import { inList } from './in-list.js';

/** The column that dates a table's rows; undefined where their load does, or nothing reads a snapshot's history. */
export function instantColumn(table: SourceTable): string | undefined {
  const { shape, changedAt, loadedAt, eventsModel, valid } = table;
  if (valid !== undefined) return valid.from;
  if (shape === 'snapshot' && eventsModel === undefined) return undefined;
  return changedAt ?? (shape === 'log' ? loadedAt : undefined);
}

/**
 * True where the staging model of a table with a quarantine still has rows without an instant: a snapshot's row says
 * that its key is there, and whoever reads what is there now needs no instant. A period without a start says nothing.
 */
export function leavesUndated({ shape, quarantine, valid }: SourceTable): boolean {
  return shape === 'snapshot' && quarantine !== undefined && valid === undefined;
}

/** The columns in which the staging model of a table with a quarantine has no null, truncates aside. */
export function validColumns(table: SourceTable): string[] {
  const instant = leavesUndated(table) ? undefined : instantColumn(table);
  return [...new Set([...table.key, ...(instant === undefined ? [] : [instant])])];
}

/** The conditions under which the staging model has a row; a truncate needs no key. */
export function validConditions(table: SourceTable, context: PlanContext): string[] {
  const truncates = truncatesOf(table, context);
  const instants = validColumns(table).filter((name) => !table.key.includes(name));
  const keyed = table.key.map((name) => `${name} is not null`);
  return [
    ...(truncates === undefined ? keyed : [`(${truncates} or (${keyed.join(' and ')}))`]),
    ...instants.map((name) => `${name} is not null`),
  ];
}

/** Why a row is invalid, as a text; null where it is not. */
export function reasonSql(table: SourceTable, context: PlanContext): string {
  const truncates = truncatesOf(table, context);
  const instant = instantColumn(table);
  const lacking = table.key.map((name) => `${name} is null`);
  const lacksKey = lacking.length === 1 ? lacking.join('') : `(${lacking.join(' or ')})`;
  const branches = [
    truncates === undefined
      ? `when ${lacking.join(' or ')} then 'null key'`
      : `when ${lacksKey} and not ${truncates} then 'null key'`,
    ...(instant === undefined ? [] : [`when ${instant} is null then '${reasonOf(table)}'`]),
  ];
  const reason = `case\n    ${branches.join('\n    ')}\nend`;
  return context.dialect.cast(reason, { kind: 'text' }, undefined);
}

function reasonOf({ changedAt, valid }: SourceTable): string {
  if (valid !== undefined) return 'null valid.from';
  return changedAt === undefined ? 'null loaded_at' : 'null changed_at';
}

/** That a row is a truncate; undefined where the table has none. */
export function truncatesOf({ operation }: SourceTable, context: PlanContext): string | undefined {
  return operation === undefined || operation.truncate.length === 0
    ? undefined
    : inList(operation.column, operation.truncate, context);
}
