import type { Dimension } from '../resolve/project.js';
import { type PlanContext, typedFormulaSql } from './context.js';

/** An attribute's value over columns of the dimension's source, without an alias. */
function attributeSql(
  dimension: Dimension,
  attribute: Dimension['attributes'][number],
  context: PlanContext,
): string {
  if (attribute.value.kind === 'column') return attribute.value.name;
  const types = new Map(dimension.from.columns.map((column) => [column.name, column.type]));
  return typedFormulaSql(attribute.value.formula, attribute.type, context, {
    column: (reference) => reference.name,
    typeOf: (reference) => types.get(reference.name),
  });
}

/** The same as an item of a select list. */
export function attributeItem(
  dimension: Dimension,
  attribute: Dimension['attributes'][number],
  context: PlanContext,
): string {
  const sql = attributeSql(dimension, attribute, context);
  return sql === attribute.name ? sql : `${sql} as ${attribute.name}`;
}
