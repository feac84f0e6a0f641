import {
  embeddedDialect,
  linesOf,
  textValue,
  valueText,
  writeLines,
} from '../../dialects/embedded-engine.js';
import type { PlanContext } from '../plan/context.js';
import type { GeneratedFile } from '../render/repository.js';
import type { SourceTable } from '../resolve/project.js';
import type { Bench } from './laboratory.js';
import { hookMacro, landHook, readHook } from './proof-tree.js';
import { attributeName, attributeSql, computedAttributes, type ReadColumn, type Reading } from './reading.js';
import type { SourcePlan } from './source-plan.js';
import type { DimensionSubject } from './subjects.js';

/** Where rows are handed over, as paths with forward slashes. */
export interface Exchange {
  /** The rows of a source table. */
  readonly landing: (table: string) => string;
  /** The states of a dimension's keys, whose computed attributes are asked for. */
  readonly asked: (dimension: string) => string;
  readonly answered: (dimension: string) => string;
  /** What a model holds after the run. */
  readonly read: (model: string) => string;
}

/** The hooks that read and write files inside dbt's own process: rows are landed before a run, tables are read after it. */
export function embeddedHooks(
  { project, plans, computed, readings }: Bench,
  exchange: Exchange,
): GeneratedFile[] {
  const context: PlanContext = { project, dialect: embeddedDialect };
  const statements = [
    ...project.sources.map(({ schema }) => `create schema if not exists ${schema}`),
    ...plans.map((source) => land(source, exchange)),
    ...project.sources.flatMap(({ tables }) => tables.flatMap((table) => landNothing(table, plans))),
    ...computed.map(({ dimension }) => ask(dimension, exchange, context)),
  ];
  return [
    hookMacro(landHook, statements.map(doRun)),
    hookMacro(
      readHook,
      readings.map((reading) => readModel(project.name, reading, exchange)),
    ),
  ];
}

function doRun(sql: string): string {
  return `{% set statement %}${sql}{% endset %}\n{% do run_query(statement) %}`;
}

/** A model that failed or was left out has no table, or an old one: nothing is read then. */
function readModel(project: string, { model, columns }: Reading, { read }: Exchange): string {
  return [
    `{% set node = graph.nodes['model.${project}.${model}'] %}`,
    '{% set relation = adapter.get_relation(node.database, node.schema, node.alias) %}',
    '{% if relation is not none %}',
    doRun(writeLines(`select ${readItems(columns)} from {{ relation }}`, read(model))),
    '{% endif %}',
  ].join('\n');
}

function readItems(columns: readonly ReadColumn[]): string {
  return columns.map(({ name, sql, type }) => `${valueText(sql, type)} as "${name}"`).join(', ');
}

function land({ name, table, columns }: SourcePlan, { landing }: Exchange): string {
  const items = columns
    .filter(({ source }) => source.kind !== 'constant')
    .map(({ name: column, type }) => `${textValue(quoted(column), type)} as ${quoted(column)}`);
  const names = columns.flatMap(({ name: column, source }) => (source.kind === 'constant' ? [] : [column]));
  return `create or replace table raw_${table.source}.${table.name} as select ${items.join(', ')} from ${linesOf(landing(name), names)}`;
}

/** A table that no rows are made for is there all the same. */
function landNothing(table: SourceTable, plans: readonly SourcePlan[]): string[] {
  if (plans.some((source) => source.table === table)) return [];
  const items = table.columns.flatMap(({ type, value }) =>
    value.kind === 'raw' ? [`${textValue('null', type)} as ${quoted(value.from)}`] : [],
  );
  return [
    `create or replace table raw_${table.source}.${table.name} as select ${items.join(', ')} where false`,
  ];
}

function ask(dimension: DimensionSubject['dimension'], exchange: Exchange, context: PlanContext): string {
  const { from } = dimension;
  const given = from.columns.map(({ name, type }) => `${textValue(quoted(name), type)} as ${quoted(name)}`);
  const asked = linesOf(
    exchange.asked(dimension.name),
    from.columns.map(({ name }) => name),
  );
  const items = [
    ...from.columns.map(({ name, type }) => `${valueText(quoted(name), type)} as ${quoted(name)}`),
    ...computedAttributes(dimension).map(
      (attribute) =>
        `${valueText(attributeSql(dimension, attribute, context), attribute.type)} as ${quoted(attributeName(dimension, attribute))}`,
    ),
  ];
  return writeLines(
    `select ${items.join(', ')} from (select ${given.join(', ')} from ${asked}) as states`,
    exchange.answered(dimension.name),
  );
}

function quoted(name: string): string {
  return `"${name}"`;
}
