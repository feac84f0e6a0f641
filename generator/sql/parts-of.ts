import type { Expression } from './expression.js';

/** The expressions directly inside another one, in reading order. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'date':
    case 'timestamp':
    case 'column':
    case 'load_at':
      return [];
    case 'negate':
    case 'not':
    case 'is_null':
    case 'cast':
    case 'extract':
      return [expression.operand];
    case 'binary':
    case 'distinct':
      return [expression.left, expression.right];
    case 'logical':
      return expression.operands;
    case 'in':
      return [expression.operand, ...expression.items];
    case 'between':
      return [expression.operand, expression.low, expression.high];
    case 'like':
      return [expression.operand, expression.pattern];
    case 'case':
      return [
        ...(expression.subject ? [expression.subject] : []),
        ...expression.branches.flatMap(({ when, then }) => [when, then]),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ];
    case 'call':
      return expression.arguments;
    case 'window':
      return [
        ...expression.call.arguments,
        ...expression.partitionBy,
        ...expression.orderBy.map((key) => key.expression),
      ];
  }
}
