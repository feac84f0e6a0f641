import type { Column, Expression } from './expression.js';

/** The expression with each column reference put through `replace`; everything else stays as it is. */
export function mapColumns(expression: Expression, replace: (column: Column) => Expression): Expression {
  return mapped(expression, replace) as Expression;
}

function mapped(node: unknown, replace: (column: Column) => Expression): unknown {
  if (Array.isArray(node)) return node.map((item) => mapped(item, replace));
  if (typeof node !== 'object' || node === null) return node;
  if ((node as { kind?: unknown }).kind === 'column') return replace(node as Column);
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, mapped(value, replace)]));
}
