import type { LogicalType } from '../../dialects/logical-type.js';
import type { PlanContext } from '../plan/context.js';
import { rawColumn } from '../plan/raw-column.js';
import type { GeneratedFile } from '../render/repository.js';
import type { SourceTable } from '../resolve/project.js';
import { jinjaSafeLine } from '../sql/jinja.js';
import { askedModel, type InquiredItem, printedAnswer, selectedTexts } from './inquiry.js';
import type { Bench } from './laboratory.js';
import { hookMacro, landHook, readHook } from './proof-tree.js';
import { attributeName, attributeSql, computedAttributes } from './reading.js';
import type { DimensionSubject } from './subjects.js';
import type { Row, Value } from './value.js';

/**
 * What brings rows into a warehouse and out of it by what every adapter of dbt offers. Rows are inserted as text
 * literals into a table of texts; what the project reads as its source is a view on it that casts them. Results are
 * printed.
 */
export interface WarehouseBench extends Bench {
  readonly context: PlanContext;
  /** The schema in which everything is. */
  readonly schema: string;
}

/** A table of texts, and where its rows are read as what they are. */
interface Landing {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: LogicalType }[];
  /** The view on it, where it has one. */
  readonly view?: string;
}

/** Rows by the name of the landing that they go to. */
export type LandedRows = ReadonlyMap<string, readonly Row[]>;

export const dropOperation = 'prove_drop';

const text = { kind: 'text' } as const satisfies LogicalType;

/** The macros that are the same for every run. */
export function warehouseMacros(bench: WarehouseBench): GeneratedFile[] {
  const { project, readings, computed, context, schema } = bench;
  return [
    {
      path: 'macros/generate_schema_name.sql',
      text: `{% macro generate_schema_name(custom_schema_name, node) %}${schema}{% endmacro %}\n`,
    },
    hookMacro(readHook, [
      ...readings.map(({ model, columns }) =>
        askedModel({ model, items: columns, where: '1 = 1' }, { ...context, project }),
      ),
      ...computed.map((subject) => askedStates(subject, bench)),
    ]),
    hookMacro(dropOperation, [`{% do adapter.drop_schema(${relation(schema)}) %}`]),
  ];
}

/** What the read hook prints answers to, in its order. */
export function printedInquiries({ readings, computed, context }: WarehouseBench): {
  readonly model: string;
  readonly items: readonly InquiredItem[];
}[] {
  return [
    ...readings.map(({ model, columns }) => ({ model, items: columns })),
    ...computed.map(({ dimension }) => ({
      model: statesOf(dimension.name),
      items: stateItems(dimension, context),
    })),
  ];
}

/**
 * The macro that lands the rows of one run.
 *
 * @param ground whether the tables are there from an earlier run
 */
export function landMacro(bench: WarehouseBench, rows: LandedRows, ground: 'bare' | 'laid'): GeneratedFile {
  const { project, plans, context, schema } = bench;
  const planned = landings(bench);
  const unplanned = project.sources
    .flatMap(({ tables }) => tables)
    .filter((table) => !plans.some((source) => source.table === table));
  // Creating a schema that is there is the one way to commit that templates have with every adapter.
  const commit = `{% do adapter.create_schema(${relation(schema)}) %}`;
  return hookMacro(landHook, [
    commit,
    ...planned.flatMap((landing) => [
      ...(ground === 'bare'
        ? created(landing, bench)
        : [`{% do adapter.truncate_relation(${relation(schema, landing.name)}) %}`]),
      ...inserts(landing, rows.get(landing.name) ?? [], bench),
    ]),
    ...(ground === 'bare' ? unplanned.map((table) => emptyView(table, bench)) : []),
    ...(planned.length === 0 ? [] : [commit]),
  ]);

  function emptyView(table: SourceTable, { schema: place }: WarehouseBench): string {
    const items = table.columns.flatMap(({ type, value }) =>
      value.kind === 'raw'
        ? [`${context.dialect.cast('null', type, text)} as ${rawColumn(value.from, context.dialect)}`]
        : [],
    );
    return statement(
      `create view {{ ${relation(place, table.identifier)} }} as select ${items.join(', ')} from (select 1 as one) as nothing where one = 0`,
    );
  }
}

/** The landing of a source table's rows. */
export function landingOf(table: string, { plans }: Bench): string {
  return `landing_${plans.findIndex(({ name }) => name === table)}`;
}

/** The landing of the states for which a dimension's expressions are asked about. */
export function statesOf(dimension: string): string {
  return `states_${dimension}`;
}

function landings(bench: WarehouseBench): Landing[] {
  return [
    ...bench.plans.map(({ name, table, columns }) => ({
      name: landingOf(name, bench),
      columns: columns.filter(({ source }) => source.kind !== 'constant'),
      view: table.identifier,
    })),
    ...bench.computed.map(({ dimension }) => ({
      name: statesOf(dimension.name),
      columns: dimension.from.columns,
    })),
  ];
}

function created(landing: Landing, { context, schema }: WarehouseBench): string[] {
  const { dialect } = context;
  const texts = landing.columns.map((_, index) => `c${index} ${dialect.types.text(text)}`);
  const table = statement(`create table {{ ${relation(schema, landing.name)} }} (${texts.join(', ')})`);
  if (landing.view === undefined) return [table];
  return [
    table,
    statement(
      `create view {{ ${relation(schema, landing.view)} }} as select ${typed(landing.columns, context)} from {{ ${relation(schema, landing.name)} }}`,
    ),
  ];
}

/** The texts of a landing as the values that they stand for. */
function typed(columns: Landing['columns'], { dialect }: PlanContext): string {
  return columns
    .map(({ name, type }, index) => {
      const isText = type.kind === 'string' || type.kind === 'text';
      return `${isText ? `c${index}` : dialect.cast(`c${index}`, type, text)} as ${rawColumn(name, dialect)}`;
    })
    .join(', ');
}

/** Statements of so many rows and characters are short enough for every warehouse. */
const [mostRows, mostCharacters] = [500, 200_000];

function inserts(
  { name, columns }: Landing,
  rows: readonly Row[],
  { context, schema }: WarehouseBench,
): string[] {
  const batches: string[][] = [];
  let room = 0;
  for (const row of rows) {
    const literals = columns.map((column) => literal(row[column.name] ?? null, column.type, context));
    const tuple = `(${literals.join(', ')})`;
    const last = batches.at(-1);
    if (last !== undefined && last.length < mostRows && tuple.length <= room) last.push(tuple);
    else {
      batches.push([tuple]);
      room = mostCharacters;
    }
    room -= tuple.length;
  }
  return batches.map((tuples) =>
    statement(`insert into {{ ${relation(schema, name)} }} values ${tuples.join(', ')}`),
  );
}

function literal(value: Value, type: LogicalType, { dialect }: PlanContext): string {
  if (value === null) return 'null';
  // Without its offset it would be read in the time zone of the session.
  return jinjaSafeLine(dialect.stringLiteral(type.kind === 'timestamp_tz' ? `${value}+00:00` : value));
}

function askedStates({ dimension }: DimensionSubject, { context, schema }: WarehouseBench): string {
  const given = `(select ${typed(dimension.from.columns, context)} from {{ relation }}) as states`;
  return [
    `{%- set relation = ${relation(schema, statesOf(dimension.name))} -%}`,
    printedAnswer(`${selectedTexts(stateItems(dimension, context), context)} from ${given}`),
  ].join('\n');
}

function stateItems(dimension: DimensionSubject['dimension'], context: PlanContext): InquiredItem[] {
  return [
    ...dimension.from.columns.map(({ name, type }) => ({ name, sql: name, type })),
    ...computedAttributes(dimension).map((attribute) => ({
      name: attributeName(dimension, attribute),
      sql: attributeSql(dimension, attribute, context),
      type: attribute.type,
    })),
  ];
}

/** A place in the warehouse, as an expression of a template. */
function relation(schema: string, identifier?: string): string {
  const name = identifier === undefined ? '' : `, identifier='${identifier}'`;
  return `api.Relation.create(database=target.database, schema='${schema}'${name})`;
}

/** Runs a statement in a transaction, where the adapter has those. */
function statement(sql: string): string {
  return `{% call statement('prove', auto_begin=true) %}${sql}{% endcall %}`;
}
