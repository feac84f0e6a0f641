import type {
  Column,
  EventRelation,
  Intermediate,
  IntermediateColumn,
  Join,
  Relation,
} from '../resolve/project.js';
import { prepareEvents } from './event-steps.js';
import { formulaColumns } from './columns-read.js';
import { formulaSql, type FormulaScope, type PlanContext, timestamp } from './context.js';
import type { FilePlan } from './file-plan.js';
import { groupByClause, selectClause } from '../sql/layout.js';
import {
  columnsReadOf,
  type Import,
  item,
  markItems,
  qualifiedScope,
  states,
  valueSql,
} from './intermediate-select.js';
import { planJoinedInTime } from './joined-in-time.js';
import { intermediatePath } from './paths.js';
import type { Step } from './step.js';

/** The view of an intermediate: joins, derived columns, filters, groups, unions. */
export function planIntermediate(intermediate: Intermediate, context: PlanContext): FilePlan {
  return intermediate.input.kind === 'union'
    ? planUnion(intermediate, intermediate.input.relations, context)
    : planJoins(intermediate, intermediate.input, context);
}

function planJoins(
  intermediate: Intermediate,
  { relation, joins }: { relation: Relation; joins: readonly Join[] },
  context: PlanContext,
): FilePlan {
  const temporal = joins.filter((join) => join.kind === 'temporal');
  const [only] = temporal;
  if (only !== undefined && relation.form === 'events' && relation.eventAt !== undefined)
    return planJoinedInTime(
      intermediate,
      { relation: { ...relation, eventAt: relation.eventAt }, joins, temporal },
      context,
    );
  const events = intermediate.relation.form === 'events';
  const readHere = columnsReadOf(relation.alias, intermediate, joins, relation);
  const from =
    events && relation.form === 'events'
      ? eventsHere(relation, readHere, context)
      : states(relation, readHere, context);
  const joined = joins.map((join) => ({
    join,
    ...states(join.relation, columnsReadOf(join.alias, intermediate, [join], join.relation), context),
  }));
  const names = new Map([
    [relation.alias, from.from],
    ...joined.map(({ join, from: cte }): [string, string] => [
      join.alias,
      join.alias === join.relation.alias ? cte : join.alias,
    ]),
  ]);
  const scope = qualifiedScope(intermediate, names, relation, joins);
  const filter =
    intermediate.filter === undefined ? undefined : formulaSql(intermediate.filter, context, scope);
  const columns = intermediate.columns.map((column) => item(column, scope, context));
  // Where history is read, a row that finds no partner isn't left out: it says that its key is gone.
  const partners = events
    ? joins
        .filter((join) => join.kind === 'inner')
        .map((join) => `${names.get(join.alias) ?? join.alias}.${join.on[0]?.there ?? ''}`)
    : [];
  return {
    kind: 'template',
    path: intermediatePath(intermediate.model),
    template: 'models/intermediate.sql',
    view: {
      imports: importsOnce([
        { alias: relation.alias, model: relation.model, steps: from.steps },
        ...joined.map(({ join, steps }) => ({
          alias: join.relation.alias,
          model: join.relation.model,
          steps,
        })),
      ]),
      result: resultName(intermediate, joins.length),
      select: selectClause(
        distinctOf(intermediate),
        events
          ? [
              ...columns,
              ...markItems(intermediate, relation, partners, filter, (name) => scope.column({ name })),
            ]
          : columns,
      ),
      from: from.from,
      joins: joined.map(({ join, from: cte }) => ({
        kind: events ? 'left' : join.kind,
        relation: cte,
        alias: names.get(join.alias) === cte ? undefined : join.alias,
        on: join.on.map(
          ({ here, there }) =>
            `${names.get(here.qualifier)}.${here.name} = ${names.get(join.alias)}.${there}`,
        ),
      })),
      filter: intermediate.dropped === 'deleted' ? undefined : filter,
      groupBy:
        intermediate.grouping.kind === 'group_by'
          ? groupByClause(
              intermediate.grouping.columns.map((name) => groupItem(name, intermediate, scope, context)),
            )
          : undefined,
    },
  };
}

function planUnion(
  intermediate: Intermediate,
  relations: readonly Relation[],
  context: PlanContext,
): FilePlan {
  const inputs = relations.map((relation) => ({ relation, ...states(relation, relation.columns, context) }));
  const first = relations[0];
  const scope: FormulaScope = {
    column: (reference) => reference.name,
    typeOf: (reference) => first?.columns.find((column) => column.name === reference.name)?.type,
  };
  const shaped =
    intermediate.filter !== undefined ||
    intermediate.grouping.kind !== 'none' ||
    intermediate.columns.some(
      (column) => column.value.kind === 'formula' || column.value.column.name !== column.name,
    );
  const branchColumns = [
    ...new Set([
      ...intermediate.columns.flatMap((column) => unionReads(column, first)),
      ...(intermediate.filter === undefined ? [] : (formulaColumns(intermediate.filter) ?? [])),
    ]),
  ];
  return {
    kind: 'template',
    path: intermediatePath(intermediate.model),
    template: 'models/union.sql',
    view: {
      imports: importsOnce(
        inputs.map(({ relation, steps }) => ({ alias: relation.alias, model: relation.model, steps })),
      ),
      branches: inputs.map(({ from }) => ({
        columns: shaped ? branchColumns : intermediate.columns.map((column) => column.name),
        relation: from,
      })),
      shaped: shaped
        ? {
            name: resultName(intermediate, 0),
            select: selectClause(
              distinctOf(intermediate),
              intermediate.columns.map((column) => item(column, scope, context)),
            ),
            filter:
              intermediate.filter === undefined ? undefined : formulaSql(intermediate.filter, context, scope),
            groupBy:
              intermediate.grouping.kind === 'group_by'
                ? groupByClause(intermediate.grouping.columns)
                : undefined,
          }
        : undefined,
    },
  };
}

const distinctOf = ({ grouping }: Intermediate) => (grouping.kind === 'distinct' ? 'distinct' : undefined);

/** A relation that is joined twice is imported once. */
function importsOnce(imports: readonly Import[]): Import[] {
  const seen = new Set<string>();
  const once = imports.filter(({ alias }) => !seen.has(alias) && seen.add(alias));
  const steps = once.flatMap((entry) => entry.steps);
  return once.map((entry, index) => ({ ...entry, steps: index === once.length - 1 ? steps : [] }));
}

/** Periods become events, and values that were not sent are carried forward, before anything is joined, computed or filtered by them. */
function eventsHere(
  relation: EventRelation,
  columns: readonly Column[],
  context: PlanContext,
): { steps: readonly Step[]; from: string } {
  if (!relation.carriesNulls && relation.periods === undefined) return { steps: [], from: relation.alias };
  const { sequence, deliveredAt } = relation;
  const marks: Column[] = [
    ...sequence,
    ...(deliveredAt === undefined ? [] : [{ name: deliveredAt, type: timestamp, notNull: false }]),
  ];
  const read = relation.periods === undefined ? columns : [...columns, ...marks];
  return prepareEvents(relation, relation.key, read, context, `_of_${relation.alias}`);
}

function groupItem(
  name: string,
  intermediate: Intermediate,
  scope: FormulaScope,
  context: PlanContext,
): string {
  const column = intermediate.columns.find((candidate) => candidate.name === name);
  return column === undefined ? scope.column({ name }) : valueSql(column, scope, context);
}

function unionReads(column: IntermediateColumn, first: Relation | undefined): string[] {
  if (column.value.kind === 'column') return [column.value.column.name];
  return formulaColumns(column.value.formula) ?? first?.columns.map((candidate) => candidate.name) ?? [];
}

/** The name of the CTE that does the work, after what it does. */
function resultName(intermediate: Intermediate, joins: number): string {
  if (intermediate.grouping.kind === 'group_by') return 'grouped';
  if (intermediate.grouping.kind === 'distinct') return 'distinct_rows';
  if (joins > 0) return 'joined';
  return intermediate.filter === undefined ? 'selected' : 'filtered';
}
