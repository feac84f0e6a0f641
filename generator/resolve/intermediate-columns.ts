import type { Column as ColumnBlueprint } from '../parse/schema/index.js';
import { columnsOf } from '../sql/columns-of.js';
import { logicalTypeText } from '../sql/logical-type.js';
import { checkColumnNames } from './checks/column-names.js';
import { type Declared, declaredFormula, type ResolveContext } from './context.js';
import { type FormulaScope, resolveFormula } from './formulas.js';
import type { Imported, ScopeOf } from './imports.js';
import { at, locationOf, type Place } from './place.js';
import type { Formula, IntermediateColumn, QualifiedColumn } from './project.js';
import { bornFrom, checkComputed, checkRedeclared, columnOf, nameOfItem } from './values.js';

function asDeclared(column: IntermediateColumn | undefined): Declared {
  if (column === undefined) return { kind: 'broken' };
  return column.value.kind === 'formula'
    ? declaredFormula(column.value.formula, column.type)
    : { kind: 'portable', type: column.type, inline: { kind: 'column', ...column.value.column } };
}

export function resolveColumns(
  items: readonly ColumnBlueprint[] | undefined,
  place: Place,
  from: Imported,
  scopeOf: ScopeOf,
  context: ResolveContext,
): IntermediateColumn[] {
  const all = (): IntermediateColumn[] =>
    from.relation.columns.map((column) => ({
      ...column,
      notNull: false,
      value: { kind: 'column', column: { qualifier: from.alias, name: column.name } },
    }));
  if (items === undefined) return all();
  checkColumnNames(
    items.map((item) => item.name),
    place,
    'this intermediate',
    context,
  );
  const star = items[0]?.name === '*';
  const listed = star ? items.slice(1) : items;
  const replaced = new Set(listed.map((item) => item.name));
  const declared = new Map<string, Declared>();
  const own = listed.flatMap((item, position): IntermediateColumn[] => {
    const here = at(place, position + (star ? 1 : 0));
    const scope = scopeOf(declared, bornFrom(listed, position));
    const column = intermediateColumn(item, here, scope, context);
    declared.set(item.name, asDeclared(column));
    return column === undefined ? [] : [column];
  });
  return star ? [...all().filter((column) => !replaced.has(column.name)), ...own] : own;
}

function intermediateColumn(
  item: ColumnBlueprint,
  place: Place,
  scope: FormulaScope,
  context: ResolveContext,
): IntermediateColumn | undefined {
  if (item.expression === undefined) {
    const written = item.from ?? item.name;
    const [qualifier, name] = written.includes('.')
      ? (written.split('.', 2) as [string, string])
      : [undefined, written];
    const location =
      item.from === undefined ? locationOf(nameOfItem(place, item)) : locationOf(at(place, 'from'));
    const found = scope.find(qualifier === undefined ? { name } : { name, qualifier }, location);
    if (found?.type === undefined) return undefined;
    if (found.inline !== undefined) {
      return {
        ...columnOf(item, found.type, undefined),
        value: { kind: 'formula', formula: { kind: 'portable', expression: found.inline } },
      };
    }
    checkRedeclared(item, found.type, place, context);
    return {
      ...columnOf(item, found.type, found.column),
      value: { kind: 'column', column: { qualifier: found.qualifier ?? '', name: found.name } },
    };
  }
  const resolved = resolveFormula(item.expression, at(place, 'expression'), scope, 'value', context.findings);
  if (item.type === undefined) {
    context.findings.add('DG432', { column: item.name }, locationOf(at(place, 'name')), {
      expected: resolved?.type === undefined ? 'type: …' : `type: ${logicalTypeText(resolved.type)}`,
    });
    return undefined;
  }
  if (resolved === undefined) return undefined;
  checkComputed(item.name, item.type, resolved.type, place, context);
  return { ...columnOf(item, item.type, undefined), value: { kind: 'formula', formula: resolved.formula } };
}

/** The columns that every table of a union has to have: those that are read, all where none are listed. */
export function unionColumns(
  items: readonly ColumnBlueprint[] | undefined,
  columns: readonly IntermediateColumn[],
  filter: Formula | undefined,
  from: Imported,
): ReadonlySet<string> {
  if (items === undefined || items[0]?.name === '*')
    return new Set(from.relation.columns.map((column) => column.name));
  const plain = columns.flatMap((column) =>
    column.value.kind === 'column' ? [column.value.column.name] : [],
  );
  return new Set([...plain, ...columnsRead(columns, filter).map((column) => column.name)]);
}

export function columnsRead(
  columns: readonly IntermediateColumn[],
  filter: Formula | undefined,
): QualifiedColumn[] {
  const formulas = [
    ...columns.flatMap((column) => (column.value.kind === 'formula' ? [column.value.formula] : [])),
    ...(filter === undefined ? [] : [filter]),
  ];
  return formulas.flatMap((formula) => {
    const expression = formula.kind === 'portable' ? formula.expression : formula.otherwise;
    return expression === undefined
      ? []
      : columnsOf(expression).map((column) => ({ qualifier: column.qualifier ?? '', name: column.name }));
  });
}
