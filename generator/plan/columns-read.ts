import type { Column, Dimension } from '../resolve/project.js';
import type { Formula } from '../resolve/project.js';
import { columnsOf } from '../sql/columns-of.js';
import { isMarked } from './added-attributes.js';

/** The columns of its source that a dimension's attributes read, and those that decide with them; all of them where an attribute is native SQL. */
export function columnsRead(dimension: Dimension): Column[] {
  const names = new Set<string>();
  for (const { since } of dimension.attributes.filter(isMarked)) names.add(since.mark);
  for (const { value } of [...dimension.attributes, ...dimension.saidElsewhere]) {
    if (value.kind === 'column') names.add(value.name);
    else
      for (const name of formulaColumns(value.formula) ?? dimension.from.columns.map((column) => column.name))
        names.add(name);
  }
  return dimension.from.columns.filter((column) => names.has(column.name));
}

/** The columns a formula reads, or undefined where its text is native and nobody knows. */
export function formulaColumns(formula: Formula): string[] | undefined {
  if (formula.kind === 'native') return undefined;
  return [...new Set(columnsOf(formula.expression).map((reference) => reference.name))];
}
