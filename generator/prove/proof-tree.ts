import {
  embeddedDialect,
  linesOf,
  textValue,
  valueText,
  writeLines,
} from '../../dialects/embedded-engine.js';
import type { PlanContext } from '../plan/context.js';
import { plan } from '../plan/index.js';
import { supportFiles } from '../plan/macros.js';
import { type GeneratedFile, renderRepository } from '../render/repository.js';
import type { Project, SourceTable } from '../resolve/project.js';
import { attributeName, attributeSql, computedAttributes, type Reading, readItems } from './reading.js';
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

/**
 * The generated repo of a project, with two hooks beside it: before a run the rows of the sources are landed, after it
 * the tables are read.
 */
export function proofTree(
  project: Project,
  plans: readonly SourcePlan[],
  computed: readonly DimensionSubject[],
  readings: readonly Reading[],
  exchange: Exchange,
): GeneratedFile[] {
  const context: PlanContext = { project, dialect: embeddedDialect };
  const files = renderRepository(
    plan(project, embeddedDialect).files,
    supportFiles(context),
    embeddedDialect,
  );
  const statements = [
    ...project.sources.map(({ schema }) => `create schema if not exists ${schema}`),
    ...plans.map((source) => land(source, exchange)),
    ...project.sources.flatMap(({ tables }) => tables.flatMap((table) => landNothing(table, plans))),
    ...computed.map(({ dimension }) => ask(dimension, exchange, context)),
  ];
  return [
    ...files.map((file) =>
      file.path === 'dbt_project.yml'
        ? {
            ...file,
            text: `${file.text}\non-run-start: "{{ prove_land() }}"\non-run-end: "{{ prove_read() }}"\n`,
          }
        : file,
    ),
    { path: 'macros/prove_land.sql', text: macro('prove_land', statements.map(doRun)) },
    {
      path: 'macros/prove_read.sql',
      text: macro(
        'prove_read',
        readings.map(({ model, columns }) => readModel(project.name, model, readItems(columns), exchange)),
      ),
    },
  ];
}

function macro(name: string, body: readonly string[]): string {
  return `{% macro ${name}() %}\n{% if execute %}\n${body.join('\n')}\n{% endif %}\n{% endmacro %}\n`;
}

function doRun(sql: string): string {
  return `{% set statement %}${sql}{% endset %}\n{% do run_query(statement) %}`;
}

/** A model that failed or was left out has no table, or an old one: nothing is read then. */
function readModel(project: string, model: string, items: string, { read }: Exchange): string {
  return [
    `{% set node = graph.nodes['model.${project}.${model}'] %}`,
    '{% set relation = adapter.get_relation(node.database, node.schema, node.alias) %}',
    '{% if relation is not none %}',
    doRun(writeLines(`select ${items} from {{ relation }}`, read(model))),
    '{% endif %}',
  ].join('\n');
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
