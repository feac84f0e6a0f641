import { operand } from '../../dialects/precedence.js';
import type { Column, SourceTable } from '../resolve/project.js';
import { jinjaText } from '../sql/jinja.js';
import { lineWidth } from '../sql/break-lines.js';
import { list } from '../sql/layout.js';
import { type PlanContext, typeSql } from './context.js';
import { call } from './guard-call.js';
import type { TableColumn } from './tables.js';

/** The columns of kept events that say which of them were delivered with an added column. */
export function marksOf({ added }: SourceTable): string[] {
  return added.flatMap(({ mark }) => mark ?? []);
}

/** A column of a source's table in a model that keeps its rows. */
export function keptColumn<C extends Column>(
  column: C,
  { added }: SourceTable,
): C & { readonly added?: true } {
  return added.some(({ name }) => name === column.name) ? { ...column, added: true } : column;
}

/** The marks as columns of the model. */
export function markColumns({ added }: SourceTable): TableColumn[] {
  return added.flatMap(({ name, mark }) =>
    mark === undefined
      ? []
      : [
          {
            name: mark,
            type: { kind: 'boolean' },
            role: 'attribute',
            notNull: false,
            added: true,
            description: `True where the event was delivered with ${name}; null where it is older than that column`,
          },
        ],
  );
}

/** The hook that adds columns to a table that was built without them; none where nothing was added. */
export function newColumnsHook(table: readonly TableColumn[], context: PlanContext): string[] {
  const types = table
    .filter(({ added }) => added)
    .map(({ name, type }) => `${jinjaText(name)}: ${jinjaText(typeSql(type, context))}`);
  if (types.length === 0) return [];
  const line = `{${types.join(', ')}}`;
  const columns = line.length + 14 <= lineWidth ? line : `{\n    ${list(types, 4)}\n}`;
  return [call('add_new_columns', ['this', columns])];
}

/**
 * When a changed row of a snapshot without instants began to hold: at this load. A row that differs from its last
 * event only in what that event was delivered without says of it what it lacked, and changes nothing.
 *
 * @param content the columns whose change is news
 * @param own what qualifies the columns of the row
 */
export function completedAt(
  table: SourceTable,
  content: readonly Column[],
  own: string,
  { dialect }: PlanContext,
): string {
  const marks = new Map(table.added.flatMap(({ name, mark }) => (mark === undefined ? [] : [[name, mark]])));
  if (marks.size === 0) return '{{ load_at() }}';
  const lacks = [...marks.values()].map((mark) => `last_events.${mark} is null`);
  const equal = content.map(({ name, type }) => {
    const same = dialect.isNotDistinct(`${own}${name}`, `last_events.${name}`, type);
    const mark = marks.get(name);
    // sqlfluff does not read a second comparison of this kind in a case on PostgreSQL, unless it is in brackets.
    return mark === undefined ? operand(same) : `(last_events.${mark} is null or ${same})`;
  });
  const conditions = [
    'not last_events._is_deleted',
    lacks.length === 1 ? lacks[0] : `(${lacks.join(' or ')})`,
    ...equal,
  ];
  return [
    'case',
    '    when',
    `        ${conditions.join('\n        and ')}`,
    '        then last_events._event_at',
    '    else {{ load_at() }}',
    'end',
  ].join('\n');
}
