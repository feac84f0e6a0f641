import type { LogicalType } from '../../dialects/logical-type.js';
import type { Dimension, Member } from '../resolve/project.js';
import { keyText, type PlanContext, typedNull } from './context.js';
import type { TableColumn } from './tables.js';

/** The keys of the reserved rows; text keys hold them as text. */
export const memberKeys = { unknown: -1, not_applicable: -2, not_yet: -3 } as const satisfies Record<
  Member,
  number
>;

/** The key of a reserved row as a literal of the key's type. */
export function memberKey(member: Member, { kind }: LogicalType, { dialect }: PlanContext): string {
  const key = String(memberKeys[member]);
  return kind === 'string' ? dialect.stringLiteral(key) : key;
}

/** What the reserved rows say in text attributes. */
export const memberNames = {
  unknown: 'Unknown',
  not_applicable: 'Not applicable',
  not_yet: 'Not yet',
} as const satisfies Record<Member, string>;

/** The select list of one reserved row of a dimension, in the order of its table, without the load time. */
export function memberColumns(
  member: Member,
  table: readonly TableColumn[],
  { keyType }: Pick<Dimension, 'keyType'>,
  context: PlanContext,
): string[] {
  const { dialect, project } = context;
  const values: Partial<Record<TableColumn['role'], string>> = {
    surrogate_key: memberKey(member, keyType, context),
    durable_key: memberKey(member, keyType, context),
    current_profile: memberKey(member, keyText, context),
    valid_from: dialect.timestampLiteral(project.conventions.openStart),
    valid_to:
      project.conventions.openEnd === null
        ? typedNull({ kind: 'timestamp' }, context)
        : dialect.timestampLiteral(project.conventions.openEnd),
    is_current: 'true',
    is_deleted: 'false',
    is_inferred: 'false',
  };
  return table
    .filter((column) => column.role !== 'loaded_at')
    .map((column) => {
      // What is unknown itself refers to nothing that is known.
      const reference =
        column.role === 'lookup' || column.role === 'durable_lookup'
          ? memberKey('unknown', column.type, context)
          : undefined;
      const value = values[column.role] ?? reference ?? attributeValue(member, column, context);
      return `${value} as ${column.name}`;
    });
}

function attributeValue(member: Member, column: TableColumn, context: PlanContext): string {
  const name = memberNames[member];
  return (column.role === 'attribute' || column.role === 'companion') && saysMember(column, member)
    ? context.dialect.stringLiteral(name)
    : typedNull(column.type, context);
}

/** True where a text attribute can say which reserved row this is: it is long enough and its list allows it. */
export function saysMember(column: Pick<TableColumn, 'type' | 'accepted'>, member: Member): boolean {
  const name = memberNames[member];
  const isText =
    column.type.kind === 'text' ||
    (column.type.kind === 'string' && (column.type.length ?? name.length) >= name.length);
  return isText && (column.accepted === undefined || column.accepted.includes(name));
}
