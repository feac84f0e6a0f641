import type { BlueprintOf } from '../parse/blueprint.js';
import { logicalTypeText } from '../sql/logical-type.js';
import type { SourceTable as TableBlueprint } from '../parse/schema/index.js';
import { type ResolveContext, tellRawName } from './context.js';
import { checkColumnNames } from './checks/column-names.js';
import { resolveFormula } from './formulas.js';
import { at, locationOf, type Place } from './place.js';
import type { Formula, SourceTable, StagedColumn } from './project.js';
import { checkPeriods } from './checks/periods.js';
import { checkShape } from './checks/shapes.js';
import { importAlias } from './names.js';
import { canBeKey, isInstant } from './types.js';
import { checkComputed } from './values.js';
import { checkAccepted } from './checks/accepted.js';
import { checkOperation } from './checks/operation.js';

/** A table of a source with its staged columns; `eventsModel` is decided when its readers are known. */
export type ResolvedTable = SourceTable & {
  readonly place: Place;
  /** The columns as they were written, dropped ones among them. */ readonly written: readonly string[];
};

export function resolveTables(source: BlueprintOf<'source'>, context: ResolveContext): ResolvedTable[] {
  const tables = source.value.tables.map((table, index) =>
    resolveTable(source.value.source, table, { locate: source.locate, path: ['tables', index] }, context),
  );
  // dbt measures the raw table, so a computed loaded_at is none that it could read.
  if (source.value.freshness !== undefined && tables.every((table) => table.loadedAtRaw === undefined)) {
    context.findings.add('DG506', { source: source.value.source }, source.locate(['freshness'], 'key'), {
      expected: 'loaded_at: <column> in the tables to be measured',
    });
  }
  return tables;
}

function resolveTable(
  source: string,
  table: TableBlueprint,
  place: Place,
  context: ResolveContext,
): ResolvedTable {
  const { findings, names } = context;
  const words = `${source}.${table.table}`;
  checkColumnNames(
    table.columns.map((column) => column.name),
    at(place, 'columns'),
    `the table "${words}"`,
    context,
  );
  const staged = table.columns.flatMap((column, index) => {
    if (column.protect === 'drop') return [];
    return [stagedColumn(column, at(place, 'columns', index), context)];
  });
  const dropped = new Set(
    table.columns.filter((column) => column.protect === 'drop').map((column) => column.name),
  );
  const column = (name: string, key: string, path: Place): StagedColumn | undefined => {
    const found = staged.find((candidate) => candidate.name === name);
    if (found !== undefined) {
      if (found.protect === 'mask')
        findings.add('DG406', { column: name, protect: 'mask', key }, locationOf(path));
      return found;
    }
    const renamed = staged.find(({ value }) => value.kind === 'raw' && value.from === name);
    if (dropped.has(name)) findings.add('DG406', { column: name, protect: 'drop', key }, locationOf(path));
    else if (renamed !== undefined) tellRawName(name, renamed.name, words, locationOf(path), context);
    else
      findings.addNear(
        'DG401',
        { column: name, relation: words },
        locationOf(path),
        name,
        staged.map((candidate) => candidate.name),
      );
    return undefined;
  };

  table.key.forEach((name, index) => {
    const found = column(name, 'key', at(place, 'key', index));
    if (found !== undefined && !canBeKey(found.type)) {
      findings.add(
        'DG433',
        { column: name, type: logicalTypeText(found.type) },
        locationOf(at(place, 'key', index)),
      );
    }
  });
  for (const key of ['changed_at', 'loaded_at'] as const) {
    const name = table[key];
    if (name === undefined) continue;
    const found = column(name, key, at(place, key));
    if (found !== undefined && !isInstant(found.type)) {
      findings.add(
        'DG434',
        { column: name, type: logicalTypeText(found.type), key, needed: 'a date or a timestamp' },
        locationOf(at(place, key)),
      );
    }
  }
  if (table.valid !== undefined) checkPeriods(table, table.valid, column, place, context);
  table.sequence?.forEach((name, index) => column(name, 'sequence', at(place, 'sequence', index)));
  if (table.operation !== undefined) {
    const found = column(table.operation.column, 'operation', at(place, 'operation', 'column'));
    if (found !== undefined) checkOperation(table.operation, found, at(place, 'operation'), context);
  }
  table.absence?.scope?.forEach((name, index) =>
    column(name, 'absence.scope', at(place, 'absence', 'scope', index)),
  );
  checkShape(table, place, words, context);

  const filter =
    table.filter === undefined
      ? undefined
      : tableFilter(table.filter, staged, unsentColumns(table), words, at(place, 'filter'), context);
  const loadedAt = staged.find((candidate) => candidate.name === table.loaded_at);
  return {
    source,
    name: table.table,
    alias: importAlias(table.table),
    identifier: table.identifier ?? table.table,
    description: table.description,
    shape: table.shape,
    added: [],
    key: table.key,
    columns: staged,
    ...(table.changed_at === undefined ? {} : { changedAt: table.changed_at }),
    ...(table.valid === undefined
      ? {}
      : {
          valid: {
            from: table.valid.from,
            to: table.valid.to,
            end: table.valid.to_inclusive === true ? ('inclusive_day' as const) : ('exclusive' as const),
          },
        }),
    ...(table.loaded_at === undefined ? {} : { loadedAt: table.loaded_at }),
    ...(loadedAt?.value.kind === 'raw' ? { loadedAtRaw: loadedAt.value.from } : {}),
    sequence: table.sequence ?? [],
    ...(table.operation === undefined
      ? {}
      : {
          operation: {
            column: table.operation.column,
            delete: table.operation.delete,
            truncate: table.operation.truncate ?? [],
          },
        }),
    absence: { scope: table.absence?.scope ?? [], maxRatio: table.absence?.max_ratio ?? 0.5 },
    carriesNulls: table.nulls === 'unchanged',
    nullValues: table.null_values,
    ...(filter === undefined ? {} : { filter }),
    model: names.staging(source, table.table),
    location: locationOf(at(place, 'table')),
    place,
    written: table.columns.map((item) => item.name),
  };
}

function stagedColumn(
  column: TableBlueprint['columns'][number],
  place: Place,
  context: ResolveContext,
): StagedColumn {
  const { findings } = context;
  const protect = column.protect === undefined || column.protect === 'drop' ? 'none' : column.protect;
  const isText = column.type.kind === 'string' || column.type.kind === 'text';
  if (protect !== 'none' && !isText) {
    findings.add(
      'DG434',
      {
        column: column.name,
        type: logicalTypeText(column.type),
        key: `protect: ${protect}`,
        needed: 'a text',
      },
      locationOf(at(place, 'protect')),
    );
  }
  checkAccepted(column.accepted ?? [], column.name, column.type, at(place, 'accepted'), context);
  const formula =
    column.expression === undefined
      ? undefined
      : rawFormula(column.expression, column.name, column.type, place, context);
  return {
    name: column.name,
    // What is hashed or masked no longer has the length that it had.
    type:
      protect === 'none'
        ? column.type
        : protect === 'hash'
          ? { kind: 'string', length: 64 }
          : { kind: 'string', length: 3 },
    notNull: column.not_null ?? false,
    ...(column.description === undefined ? {} : { description: column.description }),
    ...(column.accepted === undefined || protect !== 'none' ? {} : { accepted: column.accepted }),
    ...(column.pii === undefined ? {} : { pii: column.pii }),
    protect,
    value:
      formula === undefined
        ? { kind: 'raw', from: column.from ?? column.name }
        : { kind: 'formula', formula },
  };
}

/** An expression over raw columns: nobody knows which there are, nor their types. */
function rawFormula(
  expression: NonNullable<TableBlueprint['columns'][number]['expression']>,
  name: string,
  type: StagedColumn['type'],
  place: Place,
  context: ResolveContext,
): Formula | undefined {
  const resolved = resolveFormula(
    expression,
    at(place, 'expression'),
    {
      allowed: 'row',
      dialects: context.dialects,
      find: (reference, location) => {
        if (reference.qualifier === undefined) return { name: reference.name, type: undefined };
        context.findings.add('DG404', { qualifier: reference.qualifier }, location, {
          expected: 'a raw column of this table alone',
        });
        return undefined;
      },
    },
    'value',
    context.findings,
  );
  checkComputed(name, type, resolved?.type, place, context);
  return resolved?.formula;
}

/** The columns whose null may mean that they were not sent: those that neither name, date nor order a row. */
function unsentColumns(table: TableBlueprint): ReadonlySet<string> {
  if (table.nulls !== 'unchanged') return new Set();
  const ruling = [
    ...table.key,
    ...(table.sequence ?? []),
    ...[table.changed_at, table.loaded_at, table.operation?.column],
  ];
  const others = table.columns.filter((column) => !ruling.includes(column.name) && column.not_null !== true);
  return new Set(others.map((column) => column.name));
}

/** @param unsent the columns whose null says nothing: no filter can tell by them whether a row counts */
function tableFilter(
  filter: NonNullable<TableBlueprint['filter']>,
  staged: readonly StagedColumn[],
  unsent: ReadonlySet<string>,
  words: string,
  place: Place,
  context: ResolveContext,
): Formula | undefined {
  return resolveFormula(
    filter,
    place,
    {
      allowed: 'row',
      dialects: context.dialects,
      find: (reference, location) => {
        const column = staged.find((candidate) => candidate.name === reference.name.toLowerCase());
        if (column !== undefined && reference.qualifier === undefined) {
          if (unsent.has(column.name))
            context.findings.add('DG509', { column: column.name }, location, {
              expected: 'columns that every row has (not_null: true), or the filter in an intermediate',
            });
          return { name: column.name, type: column.type };
        }
        context.findings.addNear(
          'DG401',
          { column: reference.name, relation: words },
          location,
          reference.name,
          staged.map((candidate) => candidate.name),
        );
        return undefined;
      },
    },
    'condition',
    context.findings,
  )?.formula;
}
