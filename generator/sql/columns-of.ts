import type { Column, Expression } from './expression.js';
import { partsOf } from './parts-of.js';

/** Every column reference of an expression, in reading order, each with its place in the text. */
export function columnsOf(expression: Expression): readonly (Column & Pick<Expression, 'span'>)[] {
  return expression.kind === 'column' ? [expression] : partsOf(expression).flatMap(columnsOf);
}
