import type { Column, Fact, Lookup, ValuedColumn } from '../resolve/project.js';
import { changedRows } from './changed-rows.js';
import { formulaColumns } from './columns-read.js';
import { type PlanContext, typedFormulaSql } from './context.js';
import type { FilePlan } from './file-plan.js';
import { factGuards } from './guards.js';
import { calendarDay, heldAt, instant } from './instants.js';
import { lastStates } from './last-states.js';
import { lookupItems } from './lookup-items.js';
import { type ModelKind, modelConfig, physicalOr } from './model-config.js';
import { keySql } from './key-sql.js';
import { martPath } from './paths.js';
import type { Step } from './step.js';
import { factTable } from './tables.js';

interface Import {
  readonly alias: string;
  readonly model: string;
  readonly steps: readonly Step[];
}

/** The model of a fact: its source's last states, each lookup as one left join, and only what differs. */
export function planFact(fact: Fact, context: PlanContext): FilePlan {
  const table = factTable(fact, context);
  const { steps, from } =
    fact.from.form === 'states'
      ? { steps: [], from: fact.from.alias }
      : lastStates(fact.from, columnsOfFact(fact), deletedRows(fact), context);
  const dimensions = new Map(fact.lookups.map((lookup) => [lookup.target.readFrom, importAlias(lookup)]));
  const imports: Import[] = [
    { alias: fact.from.alias, model: fact.from.model, steps },
    ...[...dimensions].map(([model, alias]) => ({ alias, model, steps: [] })),
  ];
  // Imports stand together at the top; what is made of the first one follows them.
  const [first, ...rest] = imports as [Import, ...Import[]];
  const last = rest.at(-1);
  const ordered: Import[] =
    last === undefined
      ? imports
      : [{ ...first, steps: [] }, ...rest.slice(0, -1), { ...last, steps: first.steps }];
  return {
    kind: 'template',
    path: martPath(fact.model),
    template: 'models/fact.sql',
    view: {
      config: modelConfig(
        {
          kind: modelKind(fact),
          key: fact.key,
          table,
          history: 'none',
          physical: physicalOr(fact.physical, context),
          guards: factGuards(fact, context),
        },
        context,
      ),
      imports: ordered,
      columns: selectList(
        fact,
        from,
        table.map((column) => column.name),
        context,
      ),
      from,
      joins: fact.lookups.map((lookup) => join(lookup, from, context)),
      changes: changes(fact, table, context),
    },
  };
}

/** How the fact's load strategy reaches its table. */
export function modelKind({ load }: Fact): ModelKind['kind'] {
  return ({ merge: 'merged', append: 'appended', full: 'table' } as const)[load.strategy];
}

function changes(fact: Fact, table: ReturnType<typeof factTable>, context: PlanContext): string {
  const { dialect, project } = context;
  const names = table.filter((column) => column.role !== 'loaded_at').map((column) => column.name);
  if (fact.load.strategy === 'full') {
    return `select\n    ${names.join(',\n    ')},\n    {{ load_at() }} as ${project.conventions.loadedAt}\nfrom final`;
  }
  // A flagged row stays as long as it ever was: a delete that came later for the very instant of its only state takes that back.
  const gone = fact.load.strategy === 'append' || fact.load.deletes === 'ignore' ? 'stay' : 'remove';
  const versioned = fact.lookups.filter(
    (lookup) => lookup.target.kind === 'dimension' && lookup.target.versioned,
  );
  const ignored =
    fact.load.strategy === 'append'
      ? names.filter((name) => name !== fact.key)
      : fact.load.rekey === 'keep'
        ? versioned.flatMap((lookup) => [lookup.keyColumn, lookup.durableKeyColumn ?? []].flat())
        : [];
  return changedRows({ key: fact.key, table, ignored, gone }, dialect);
}

/** Whether the fact has rows that its source has deleted. */
export function deletedRows(fact: Fact): 'without' | 'with' | 'flagged' {
  return ({ remove: 'without', ignore: 'with', flag: 'flagged' } as const)[fact.load.deletes];
}

/** The columns of its source that a fact reads. */
export function columnsOfFact(fact: Fact): Column[] {
  const names = new Set<string>([
    ...fact.grain.key.map((column) => column.name),
    fact.eventTime.name,
    ...fact.lookups.flatMap((lookup) => [
      ...lookup.on.map((pair) => pair.here.name),
      ...(lookup.asOf === undefined ? [] : [lookup.asOf.name]),
    ]),
    ...[...fact.degenerate, ...fact.measures].flatMap(({ value }) =>
      value.kind === 'column'
        ? [value.name]
        : (formulaColumns(value.formula) ?? fact.from.columns.map((column) => column.name)),
    ),
  ]);
  return fact.from.columns.filter((column) => names.has(column.name));
}

function selectList(fact: Fact, from: string, order: readonly string[], context: PlanContext): string[] {
  const qualify = fact.lookups.length > 0 ? `${from}.` : '';
  const types = new Map(fact.from.columns.map((column) => [column.name, column.type]));
  const plain = (column: Column): [string, string] => [column.name, `${qualify}${column.name}`];
  const valued = ({ name, type, value }: ValuedColumn): [string, string] => {
    if (value.kind === 'column') {
      const item = `${qualify}${value.name}`;
      return [name, value.name === name ? item : `${item} as ${name}`];
    }
    const sql = typedFormulaSql(value.formula, type, context, {
      column: (reference) => `${qualify}${reference.name}`,
      typeOf: (reference) => types.get(reference.name),
    });
    return [name, `${sql} as ${name}`];
  };
  const items = new Map<string, string>([
    [
      fact.key,
      `${keySql(
        fact.grain.key.map((column) => ({ sql: `${qualify}${column.name}`, type: column.type })),
        context,
      )} as ${fact.key}`,
    ],
    ...fact.lookups.flatMap((lookup) => {
      const by = lookup.on.map(({ here }) => `${from}.${here.name}`);
      return lookupItems(lookup, { alias: joinAlias(lookup), by }, context);
    }),
    ...fact.grain.key.map(plain),
    ...fact.degenerate.map(valued),
    plain(fact.eventTime),
    ...fact.measures.map(valued),
    ['is_deleted', `${qualify}is_deleted`],
  ]);
  return order.flatMap((name) => items.get(name) ?? []);
}

function importAlias(lookup: Lookup): string {
  if (lookup.target.kind === 'dimension') return lookup.target.dimension;
  return sqlWords.has(lookup.target.calendar) ? 'calendar' : lookup.target.calendar;
}

/** The name that a lookup's join goes by: the import's own, or the role. */
function joinAlias(lookup: Lookup): string {
  return sqlWords.has(lookup.alias) ? importAlias(lookup) : lookup.alias;
}

/** Good names for a calendar, but words of SQL where a table is meant. */
const sqlWords = new Set(['date', 'time', 'day', 'month']);

function join(
  lookup: Lookup,
  from: string,
  context: PlanContext,
): { relation: string; alias: string | undefined; on: string[] } {
  const relation = importAlias(lookup);
  const alias = joinAlias(lookup);
  const on = lookup.on.map(({ here, there }) => {
    const sql = `${from}.${here.name}`;
    const left = lookup.target.kind === 'calendar' ? calendarDay(here, lookup.timeZone, sql, context) : sql;
    return `${left} = ${alias}.${there}`;
  });
  if (lookup.asOf !== undefined) {
    const asOf = instant(lookup.asOf, `${from}.${lookup.asOf.name}`, context);
    on.push(...heldAt(asOf, alias, context));
  }
  return { relation, alias: alias === relation ? undefined : alias, on };
}
