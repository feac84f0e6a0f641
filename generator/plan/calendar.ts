import type { LogicalType } from '../../dialects/logical-type.js';
import type { Calendar } from '../resolve/project.js';
import { parseExpression } from '../sql/parse-expression.js';
import { printExpression } from '../sql/print-expression.js';
import { calendarColumns } from '../resolve/calendar-columns.js';
import { type PlanContext, typedNull } from './context.js';
import type { FilePlan } from './file-plan.js';
import { memberKeys, memberNames } from './members.js';
import { modelConfig, physicalOr } from './model-config.js';
import { martPath } from './paths.js';
import type { TableColumn } from './tables.js';

/** The model of a calendar by day: every date from start to end with its attributes, and the reserved members. */
export function planCalendar(calendar: Calendar, context: PlanContext): FilePlan {
  const columns = calendarColumns(calendar);
  const types = new Map<string, LogicalType>([
    ['date_day', { kind: 'date' }],
    ...columns.map((column): [string, LogicalType] => [column.name, column.type]),
  ]);
  const item = (name: string, type: LogicalType, expression: string) => {
    const sql = print(expression, type, types, context);
    if (sql === name) return sql;
    // Whole numbers come out in another size on each engine; texts, dates and truth values are what they are.
    return `${type.kind === 'integer' ? context.dialect.cast(sql, type, undefined) : sql} as ${name}`;
  };
  const helpers = columns.filter((column) => column.stage === 'first' && column.role !== 'day');
  return {
    kind: 'template',
    path: martPath(calendar.model),
    template: 'models/calendar.sql',
    view: {
      spine: context.dialect.dateSpine(calendar.start, calendar.end),
      dated: ['date_day', ...helpers.map((column) => item(column.name, column.type, column.expression))],
      columns: columns
        .filter((column) => column.role !== 'intermediate')
        .map((column) =>
          column.stage === 'first' ? column.name : item(column.name, column.type, column.expression),
        ),
      members: calendar.members.map((member) => ({
        columns: columns
          .filter((column) => column.role !== 'intermediate')
          .map((column) => {
            if (column.role === 'key') return `${memberKeys[member]} as ${column.name}`;
            if (column.role === 'name')
              return `${context.dialect.stringLiteral(memberNames[member])} as ${column.name}`;
            return `${typedNull(column.type, context)} as ${column.name}`;
          }),
      })),
      config: modelConfig(
        {
          kind: 'table',
          key: calendar.key,
          table: calendarTable(calendar),
          history: 'none',
          physical: physicalOr(calendar.physical, context),
          guards: [],
        },
        context,
      ),
    },
  };
}

/** The columns of a calendar as those of any other table. */
export function calendarTable(calendar: Calendar): TableColumn[] {
  return calendarColumns(calendar)
    .filter((column) => column.role !== 'intermediate')
    .map(({ name, type, description, role }) => ({
      name,
      type,
      description,
      notNull: role === 'key',
      role: role === 'key' ? 'surrogate_key' : 'attribute',
    }));
}

function print(
  text: string,
  wanted: LogicalType,
  types: ReadonlyMap<string, LogicalType>,
  { dialect }: PlanContext,
): string {
  const parsed = parseExpression(text, 'row');
  if (parsed.kind === 'problems')
    throw new Error(`${text}: ${parsed.problems.map((problem) => problem.message).join('; ')}`);
  return printExpression(parsed.expression, dialect, {
    column: (reference) => reference.name,
    typeOf: (reference) => types.get(reference.name),
    wanted,
  });
}
