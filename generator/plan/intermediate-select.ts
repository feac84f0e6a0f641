import type { LogicalType } from '../../dialects/logical-type.js';
import type { Column, Intermediate, IntermediateColumn, Join, Relation } from '../resolve/project.js';
import { type FormulaScope, type PlanContext, typedFormulaSql } from './context.js';
import { eventColumns } from './event-steps.js';
import { lastStates } from './last-states.js';
import type { Step } from './step.js';

/** A table that an intermediate reads, and the CTEs after its import. */
export interface Import {
  readonly alias: string;
  readonly model: string;
  readonly steps: readonly Step[];
}

/** One row per key: what a relation says now. */
export function states(
  relation: Relation,
  columns: readonly Column[],
  context: PlanContext,
): { steps: readonly Step[]; from: string } {
  return relation.form === 'states'
    ? { steps: [], from: relation.alias }
    : lastStates(relation, columns, 'without', context);
}

/** The columns of an import that are read anywhere in the model. */
export function columnsReadOf(
  alias: string,
  intermediate: Intermediate,
  joins: readonly Join[],
  relation: Relation,
): Column[] {
  const names = new Set<string>(relation.key);
  const note = (qualifier: string | undefined, name: string) => {
    if (qualifier === alias) names.add(name);
  };
  for (const column of intermediate.columns) {
    if (column.value.kind === 'column') note(column.value.column.qualifier, column.value.column.name);
    else if (column.value.formula.kind === 'native') return [...relation.columns];
  }
  for (const join of joins) {
    for (const { here, there } of join.on) {
      note(here.qualifier, here.name);
      note(join.alias, there);
    }
  }
  for (const reference of intermediate.reads) note(reference.qualifier, reference.name);
  return relation.columns.filter((column) => names.has(column.name));
}

/** Columns by the alias of their import; `names` has the CTE or alias that each goes by in the model. */
export function qualifiedScope(
  intermediate: Intermediate,
  names: ReadonlyMap<string, string>,
  relation: Relation,
  joins: readonly Join[],
): FormulaScope {
  const relations = new Map<string, Relation>([
    [relation.alias, relation],
    ...joins.map((join): [string, Relation] => [join.alias, join.relation]),
  ]);
  const own = new Map<string, IntermediateColumn>(
    intermediate.columns.map((column) => [column.name, column]),
  );
  return {
    column: (reference) => {
      const qualifier = names.get(reference.qualifier ?? relation.alias) ?? reference.qualifier;
      return joins.length === 0 ? reference.name : `${qualifier}.${reference.name}`;
    },
    typeOf: (reference): LogicalType | undefined =>
      relations
        .get(reference.qualifier ?? relation.alias)
        ?.columns.find((column) => column.name === reference.name)?.type ?? own.get(reference.name)?.type,
  };
}

/** A column in the list of a select. */
export function item(column: IntermediateColumn, scope: FormulaScope, context: PlanContext): string {
  const sql = valueSql(column, scope, context);
  return sql === column.name || (sql.endsWith(`.${column.name}`) && /^\w+\.\w+$/.test(sql))
    ? sql
    : `${sql} as ${column.name}`;
}

/** What a column of the intermediate is. */
export function valueSql(column: IntermediateColumn, scope: FormulaScope, context: PlanContext): string {
  if (column.value.kind === 'column') return scope.column(column.value.column);
  return typedFormulaSql(column.value.formula, column.type, context, scope);
}

/** What orders and marks events comes along, listed or not. */
export function markItems(
  intermediate: Intermediate,
  relation: Relation,
  partners: readonly string[],
  filter: string | undefined,
  /** What a column that orders or marks events goes by. */
  mark: (name: string) => string,
): string[] {
  if (relation.form !== 'events' || intermediate.relation.form !== 'events') return [];
  const own = intermediate.relation;
  const listed = new Set(intermediate.columns.map((column) => column.name));
  const marks = [...eventColumns(own), ...(own.truncate === undefined ? [] : [own.truncate.column])];
  const items = [...new Set(marks)].filter((name) => !listed.has(name) && name !== own.isDeleted).map(mark);
  if (own.isDeleted === undefined) return items;
  const conditions = [
    ...(relation.isDeleted === undefined ? [] : [mark(relation.isDeleted)]),
    ...partners.map((partner) => `${partner} is null`),
    ...(intermediate.dropped === 'deleted' && filter !== undefined ? [`not coalesce(${filter}, false)`] : []),
  ];
  const [only, ...more] = conditions;
  return [
    ...items,
    more.length === 0 && only !== undefined && partners.length === 0 && relation.isDeleted === own.isDeleted
      ? only
      : `${conditions.join(' or ')} as ${own.isDeleted}`,
  ];
}
