import type { LogicalType } from '../../dialects/logical-type.js';
import { columnsRead } from '../plan/columns-read.js';
import type { PlanContext } from '../plan/context.js';
import { eventColumns, prepareEvents } from '../plan/event-steps.js';
import { inList } from '../plan/in-list.js';
import { dimensionTable } from '../plan/tables.js';
import { attributeName, attributeSql, computedAttributes } from '../prove/reading.js';
import type { Row } from '../prove/value.js';
import type { Column, Dimension, EventRelation, SourceTable } from '../resolve/project.js';
import { jinjaSafeLine } from '../sql/jinja.js';
import { columnItem, hasKey, type InquiredItem, type Inquiry } from '../prove/inquiry.js';

/** The questions about one natural key of a dimension. */
export interface Questions {
  /** What the source, its log or the intermediate says of it. */
  readonly told: Inquiry;
  /** What the dimension's table holds of it. */
  readonly stored: Inquiry;
  /** What was set aside of it: for being invalid, for being late. */
  readonly setAside: readonly Inquiry[];
}

/**
 * What has to be asked to tell the story of a natural key.
 *
 * @param table the source table, where the dimension reads one directly
 */
export function questionsAbout(
  dimension: Dimension,
  table: SourceTable | undefined,
  key: Row,
  context: PlanContext,
): Questions {
  const { from, naturalKey } = dimension;
  const own = hasKey(key, naturalKey, context);
  const read = asRead(dimension);
  const isTruncate =
    from.form === 'events' && from.truncate !== undefined
      ? inList(from.truncate.column, from.truncate.values, context, jinjaSafeLine)
      : undefined;
  return {
    told: {
      model: from.model,
      items: [
        ...toldColumns(read, table).map(({ name, type }) => columnItem(name, type)),
        ...computedAttributes(dimension).map((attribute) => ({
          name: attributeName(dimension, attribute),
          sql: attributeSql(dimension, attribute, context),
          type: attribute.type,
        })),
      ],
      where: isTruncate === undefined ? own : `(${own} or ${isTruncate})`,
      ...(read === dimension || from.form === 'states'
        ? {}
        : { steps: carried(dimension, from, table, context) }),
    },
    stored: {
      model: dimension.model,
      items: dimensionTable(dimension, context).map(({ name, type }) => columnItem(name, type)),
      where: own,
    },
    setAside: setAsideInquiries(dimension, table, own, context),
  };
}

/**
 * The dimension as its story reads it: where an expression reads values that were carried forward, the warehouse
 * carries them, because only it can say what the expression then gives.
 */
export function asRead(dimension: Dimension): Dimension {
  const { from } = dimension;
  if (from.form === 'states' || !from.carriesNulls || computedAttributes(dimension).length === 0)
    return dimension;
  const { truncate: _truncate, ...rest } = from;
  const position = { name: '_position', type: { kind: 'bigint' as const }, notNull: true };
  return {
    ...dimension,
    from: { ...rest, truncate: undefined, carriesNulls: false, sequence: [...from.sequence, position] },
  };
}

function carried(
  dimension: Dimension,
  from: EventRelation,
  table: SourceTable | undefined,
  context: PlanContext,
): NonNullable<Inquiry['steps']> {
  const read = new Set([...columnsRead(dimension).map(({ name }) => name), table?.operation?.column]);
  const columns = from.columns.filter(({ name }) => read.has(name));
  const key = dimension.naturalKey.map(({ name }) => name);
  const prepared = prepareEvents(from, key, columns, context);
  return { first: from.alias, steps: prepared.steps, last: prepared.from };
}

function setAsideInquiries(
  dimension: Dimension,
  table: SourceTable | undefined,
  where: string,
  { project }: PlanContext,
): Inquiry[] {
  const shown = new Set([
    ...dimension.naturalKey.map(({ name }) => name),
    ...dimension.attributes.flatMap(({ value }) => (value.kind === 'column' ? [value.name] : [])),
  ]);
  const inquiry = (model: string, columns: readonly Column[]): Inquiry => ({
    model,
    items: [
      ...columns.flatMap(({ name, type }): InquiredItem[] =>
        shown.has(name) ? [columnItem(name, type)] : [],
      ),
      columnItem('_reason', { kind: 'text' }),
      columnItem(project.conventions.loadedAt, { kind: 'timestamp' }),
    ],
    where,
  });
  return [
    ...(table?.quarantine === undefined ? [] : [inquiry(table.quarantine.model, table.columns)]),
    ...(dimension.late === undefined ? [] : [inquiry(dimension.late.model, dimension.from.columns)]),
  ];
}

/** The columns of a dimension's source that its story is made of. */
export function toldColumns(
  dimension: Dimension,
  table: SourceTable | undefined,
): readonly { readonly name: string; readonly type: LogicalType }[] {
  const { from, naturalKey } = dimension;
  const read = new Set([...from.key, ...columnsRead(dimension).map(({ name }) => name)]);
  if (table?.operation !== undefined && from.form === 'events') read.add(table.operation.column);
  const columns = [
    ...naturalKey,
    ...from.columns.filter(({ name }) => read.has(name)),
    ...(from.form === 'events' ? marks(from) : []),
  ];
  return columns.filter(
    ({ name }, index) => columns.findIndex((candidate) => candidate.name === name) === index,
  );
}

/** What dates, orders and marks the rows of a relation, as its model has it. */
function marks(from: EventRelation): Pick<Column, 'name' | 'type'>[] {
  const { periods, truncate } = from;
  const known = [
    ...from.columns,
    ...from.sequence,
    ...(from.eventAt === undefined ? [] : [from.eventAt]),
    ...(periods === undefined ? [] : [periods.from, periods.to]),
  ];
  // Where periods are stated, their events, with instants and ends of their own, are in no model.
  const names =
    periods === undefined
      ? [...eventColumns(from), ...(truncate === undefined ? [] : [truncate.column])]
      : [
          ...[periods.from.name, periods.to.name],
          ...from.sequence.map(({ name }) => name),
          ...[periods.isRetracted, from.deliveredAt].filter((name) => name !== undefined),
        ];
  return names.map((name) => ({
    name,
    type:
      known.find((column) => column.name === name)?.type ??
      (name === (periods?.isRetracted ?? from.isDeleted) ? { kind: 'boolean' } : { kind: 'timestamp' }),
  }));
}
