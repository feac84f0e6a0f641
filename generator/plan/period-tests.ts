import type { Column, SourceTable, StatedPeriods } from '../resolve/project.js';
import type { PlanContext } from './context.js';
import type { DataTest } from './data-tests.js';
import { newestStatement, periodEnd, periodStart } from './periods.js';

/** Warns of rows whose period ends before it begins, or when it does: they hold never. */
export function lastingPeriods(
  table: SourceTable,
  model: string,
  marksDeletes: boolean,
  context: PlanContext,
): DataTest[] {
  const periods = periodColumns(table);
  if (periods === undefined) return [];
  const [starts, ends] = [periodStart(periods, '', context), periodEnd(periods, '', context)];
  return [
    {
      test: 'expression_is_true',
      name: `${model}_periods_last`,
      description: 'A period that ends before it begins, or when it does, holds never.',
      arguments: { expression: `${ends} > ${starts}` },
      severity: 'warn',
      ...(marksDeletes ? { where: 'not _is_deleted' } : {}),
    },
  ];
}

/**
 * Warns of periods of a key that overlap.
 *
 * @param model a log's staging model, or the model that keeps the rows of another table
 * @param arrived the column that says when a row came, where there is one
 * @param isRetracted the column that marks a row which takes its period back, where there is one
 */
export function separatePeriods(
  table: SourceTable,
  model: string,
  arrived: string | undefined,
  isRetracted: string | undefined,
  context: PlanContext,
): DataTest[] {
  const columns = periodColumns(table);
  if (columns === undefined) return [];
  const newest = table.shape === 'snapshot' ? 'delivery' : 'events';
  const sequence = table.columns.filter((column) => table.sequence.includes(column.name));
  const order = newestStatement({ sequence, deliveredAt: arrived }, { isRetracted, newest }, [
    columns.to.name,
  ]);
  return [
    {
      test: 'periods_do_not_overlap',
      name: `${model}_periods_do_not_overlap`,
      description: 'Where periods of one key overlap, the one that starts later holds until it ends.',
      arguments: {
        key: [...table.key],
        starts: periodStart(columns, '', context),
        ends: periodEnd(columns, '', context),
        newest_first: order,
        ...(isRetracted === undefined ? {} : { retracted: isRetracted }),
      },
      severity: 'warn',
    },
  ];
}

function periodColumns({
  columns,
  valid,
}: SourceTable): Pick<StatedPeriods, 'from' | 'to' | 'end'> | undefined {
  const column = (name: string | undefined): Column | undefined =>
    columns.find((candidate) => candidate.name === name);
  const [from, to] = [column(valid?.from), column(valid?.to)];
  return valid === undefined || from === undefined || to === undefined
    ? undefined
    : { from, to, end: valid.end };
}
