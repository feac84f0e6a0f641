import type { Column as ColumnBlueprint } from '../../parse/schema/index.js';
import { columnsOf } from '../../sql/columns-of.js';
import type { Expression } from '../../sql/expression.js';
import { partsOf } from '../../sql/parts-of.js';
import type { ResolveContext } from '../context.js';
import { at, locationOf, type Place } from '../place.js';
import type { IntermediateColumn } from '../project.js';

/** After grouping a column is one of the group's, or sums up: whatever else it reads has no one value. */
export function checkGrouped(
  columns: readonly IntermediateColumn[],
  groupBy: readonly string[],
  items: readonly ColumnBlueprint[] | undefined,
  root: Place,
  { findings }: ResolveContext,
): void {
  const grouped = columns.filter((column) => groupBy.includes(column.name));
  groupBy.forEach((name, index) => {
    if (columns.some((column) => column.name === name) || items?.some((item) => item.name === name) === true)
      return;
    findings.add('DG511', { key: 'of the group', column: name }, locationOf(at(root, 'group_by', index)), {
      expected: `"${name}" among the columns`,
    });
  });
  const known = new Set(grouped.flatMap((column) => keyOf(column) ?? []));
  for (const column of columns) {
    if (groupBy.includes(column.name)) continue;
    const single = singleValue(column, known);
    if (single === undefined) continue;
    const index = items?.findIndex((item) => item.name === column.name) ?? -1;
    findings.add(
      'DG422',
      { column: single },
      locationOf(index < 0 ? at(root, 'group_by') : at(root, 'columns', index)),
      {
        expected: `"${single}" in group_by, or an aggregate such as max(${single})`,
      },
    );
  }
}

/** The first column that is read outside of an aggregate and is none of the group's. */
function singleValue({ value, name }: IntermediateColumn, known: ReadonlySet<string>): string | undefined {
  if (value.kind === 'column') return known.has(text({ kind: 'column', ...value.column })) ? undefined : name;
  return value.formula.kind === 'portable' ? outside(value.formula.expression, known) : undefined;
}

function outside(expression: Expression, known: ReadonlySet<string>): string | undefined {
  if (known.has(text(expression)) || isAggregate(expression)) return undefined;
  if (expression.kind === 'column') return expression.name;
  for (const part of partsOf(expression)) {
    const found = outside(part, known);
    if (found !== undefined) return found;
  }
  return undefined;
}

const aggregates: readonly string[] = ['sum', 'count', 'min', 'max', 'avg'];

function isAggregate(expression: Expression): boolean {
  return expression.kind === 'call' && aggregates.includes(expression.function);
}

/** What a grouped column is, so that the same in an expression is found: an expression without columns is no one's key. */
function keyOf({ value }: IntermediateColumn): string[] | undefined {
  if (value.kind === 'column') return [text({ kind: 'column', ...value.column })];
  const { formula } = value;
  return formula.kind === 'portable' && columnsOf(formula.expression).length > 0
    ? [text(formula.expression)]
    : undefined;
}

function text(expression: Expression): string {
  return JSON.stringify(sorted(expression));
}

/** Keys in one order and without the places in the text. */
function sorted(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(sorted);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => key !== 'span')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, sorted(value)]),
  );
}
