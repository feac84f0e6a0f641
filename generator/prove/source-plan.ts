import type { LogicalType } from '../../dialects/logical-type.js';
import type { Project, SourceTable } from '../resolve/project.js';
import type { ColumnClasses, Domain } from './column-classes.js';
import type { TableRules } from './oracle/deliveries.js';
import type { ValidRules } from './oracle/stated-periods.js';
import { keyCapacity, painfulValues, tameValues } from './painful-values.js';
import { constantOf, keptColumn } from './proof-project.js';
import type { Value } from './value.js';

/** What random rows of a source table are made of. */
export interface SourcePlan {
  /** `<source>.<table>` */
  readonly name: string;
  readonly table: SourceTable;
  readonly rules: TableRules;
  /** By column; key columns and columns that name something elsewhere have a domain. */
  readonly columns: readonly ColumnPlan[];
  /** How many keys the table gets. */
  readonly keys: number;
  /** Keys of tables that are united are taken in turns, so that none is in two of them. */
  readonly turn: { readonly first: number; readonly step: number };
  /** False where a dimension reads the rows under another key than the table's: instants must differ between keys. */
  readonly sharesInstants: boolean;
}

export interface ColumnPlan {
  readonly name: string;
  readonly type: LogicalType;
  readonly source:
    | { readonly kind: 'key' | 'reference'; readonly domain: Domain; readonly nulls: 'never' | 'sometimes' }
    | { readonly kind: 'changed_at' | 'valid_from' | 'valid_to' | 'loaded_at' | 'sequence' | 'kept' }
    | { readonly kind: 'operation'; readonly upserts: readonly Value[] }
    | { readonly kind: 'constant'; readonly value: Value }
    | { readonly kind: 'value'; readonly values: readonly Value[] };
}

export interface SourcePlanOptions {
  readonly keys: number;
  readonly instants: readonly string[];
  /** Types whose values can't be brought to where the project is run. */
  readonly unwritable: ReadonlySet<LogicalType['kind']>;
}

/** The plan of each table that random rows can be made for, and why there are none for the others. */
export function sourcePlans(
  project: Project,
  original: Project,
  classes: ColumnClasses,
  options: SourcePlanOptions,
): { readonly plans: readonly SourcePlan[]; readonly refused: ReadonlyMap<string, string> } {
  const refused = new Map<string, string>();
  const turns = unionTurns(project);
  const otherKeys = tablesWithOtherKeys(project);
  const plans = project.sources.flatMap((source) =>
    source.tables.flatMap((table): SourcePlan[] => {
      const name = `${source.name}.${table.name}`;
      const foreign = table.columns.find(({ type }) => options.unwritable.has(type.kind));
      if (foreign !== undefined) {
        refused.set(name, `${name}.${foreign.name} is ${foreign.type.kind}, which prove can't write there`);
        return [];
      }
      const written = original.sources
        .find((candidate) => candidate.name === source.name)
        ?.tables.find((candidate) => candidate.name === table.name);
      const ruling = [
        ...(table.changedAt === undefined ? [] : [table.changedAt]),
        ...(table.loadedAt === undefined ? [] : [table.loadedAt]),
        ...(table.valid === undefined ? [] : [table.valid.from, table.valid.to]),
        ...table.sequence,
        ...(table.operation === undefined ? [] : [table.operation.column]),
      ];
      const constants = new Map(
        (written?.columns ?? []).flatMap((column) => {
          const constant = constantOf(column);
          return constant === undefined ? [] : [[column.name, constant.value] as const];
        }),
      );
      if (table.key.every((column) => ruling.includes(column) || constants.has(column))) {
        refused.set(name, `every key column of ${name} says how its rows are to be read as well`);
        return [];
      }
      const columns = table.columns.map((column): ColumnPlan => {
        const { type } = column;
        const source = (): ColumnPlan['source'] => {
          if (constants.has(column.name))
            return { kind: 'constant', value: constants.get(column.name) ?? null };
          if (column.name === table.changedAt) return { kind: 'changed_at' };
          if (column.name === table.loadedAt) return { kind: 'loaded_at' };
          if (column.name === table.valid?.from) return { kind: 'valid_from' };
          if (column.name === table.valid?.to) return { kind: 'valid_to' };
          if (table.sequence.includes(column.name)) return { kind: 'sequence' };
          if (column.name === keptColumn) return { kind: 'kept' };
          if (column.name === table.operation?.column)
            return { kind: 'operation', upserts: upserts(table, type) };
          const domain = classes.domainOf(table.model, column.name);
          const never = column.notNull || classes.isRequired(table.model, column.name);
          if (domain !== undefined)
            return {
              kind: table.key.includes(column.name) ? 'key' : 'reference',
              domain,
              nulls: never ? 'never' : 'sometimes',
            };
          const known = classes.isReckonedWith(table.model, column.name)
            ? tameValues(type, options.instants)
            : painfulValues(type);
          const values = [...known, ...(column.accepted ?? []).map(String)];
          // What staging reads as null is null.
          const read = values.filter((value) => value !== null && !table.nullValues.includes(value));
          const nulls = never ? [] : [null];
          return { kind: 'value', values: [...nulls, ...new Set(read)] };
        };
        return { name: column.name, type, source: source() };
      });
      return [
        {
          name,
          table,
          rules: tableRules(table),
          columns,
          keys: Math.min(options.keys, capacity(table, columns)),
          turn: turns.get(table.model) ?? { first: 0, step: 1 },
          sharesInstants: !otherKeys.has(table.model),
        },
      ];
    }),
  );
  return { plans, refused };
}

/** What the oracle has to know of the periods that a table's rows state; undefined where they state none. */
export function validRules(table: SourceTable): ValidRules | undefined {
  const { valid } = table;
  return valid === undefined
    ? undefined
    : { from: typed(valid.from, table), to: typed(valid.to, table), end: valid.end };
}

function typed(name: string, { columns }: SourceTable) {
  const type = columns.find((column) => column.name === name)?.type ?? ({ kind: 'text' } as const);
  return { column: name, type };
}

/** A table as the oracle reads it. */
export function tableRules(table: SourceTable): TableRules {
  const columns = table.columns.map((column) => column.name);
  const ruling = new Set([
    ...table.key,
    ...table.sequence,
    ...[table.changedAt, table.loadedAt, table.operation?.column].filter((name) => name !== undefined),
    keptColumn,
  ]);
  return {
    shape: table.shape,
    key: table.key,
    columns,
    ...(table.changedAt === undefined ? {} : { changedAt: typed(table.changedAt, table) }),
    ...(table.loadedAt === undefined ? {} : { loadedAt: typed(table.loadedAt, table) }),
    sequence: table.sequence.map((name) => typed(name, table)),
    ...(table.operation === undefined
      ? {}
      : {
          operation: {
            column: table.operation.column,
            delete: table.operation.delete.map(String),
            truncate: table.operation.truncate.map(String),
          },
        }),
    ...(table.filter === undefined ? {} : { keptIf: keptColumn }),
    carried: table.carriesNulls ? columns.filter((name) => !ruling.has(name)) : [],
    ...(table.absence.scope.length === 0 ? {} : { scope: table.absence.scope }),
  };
}

/** Values of the operation's column that mean neither delete nor truncate; null does not either. */
function upserts(table: SourceTable, type: LogicalType): readonly Value[] {
  const ends = [...(table.operation?.delete ?? []), ...(table.operation?.truncate ?? [])].map(String);
  const accepted = table.columns.find((column) => column.name === table.operation?.column)?.accepted ?? [];
  const candidates = [
    ...accepted.map(String),
    ...(type.kind === 'string' || type.kind === 'text' ? ['I', 'U'] : []),
    ...painfulValues(type),
  ].filter(
    (value): value is string => value !== null && !ends.includes(value) && !table.nullValues.includes(value),
  );
  return [...new Set(candidates)].slice(0, 2);
}

/** A composite key's last columns take two values each, and the first as many as there is room for. */
function capacity(table: SourceTable, columns: readonly ColumnPlan[]): number {
  const own = table.key.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  const [first, ...others] = own;
  const room = (column: ColumnPlan | undefined): number =>
    column?.source.kind === 'key'
      ? keyCapacity(column.source.domain.type)
      : column?.source.kind === 'constant'
        ? 1
        : keyCapacity(column?.type ?? { kind: 'text' });
  return room(first) * 2 ** others.length;
}

/** Which number a table's keys begin with, and in what steps they go on, among the tables of a union. */
function unionTurns(project: Project): Map<string, SourcePlan['turn']> {
  const turns = new Map<string, SourcePlan['turn']>();
  const intermediates = new Map(
    project.intermediates.map((intermediate) => [intermediate.model, intermediate]),
  );
  const staging = new Map(
    project.sources.flatMap((source) =>
      source.tables.map((table) => [table.eventsModel ?? table.model, table.model] as const),
    ),
  );
  const root = (model: string): string => {
    const intermediate = intermediates.get(model);
    return intermediate?.input.kind === 'from'
      ? root(intermediate.input.relation.model)
      : (staging.get(model) ?? model);
  };
  for (const { input } of project.intermediates) {
    if (input.kind !== 'union') continue;
    input.relations.forEach((relation, first) =>
      turns.set(root(relation.model), { first, step: input.relations.length }),
    );
  }
  return turns;
}

/** Staging models whose rows a dimension reads under a key that is not the table's. */
function tablesWithOtherKeys(project: Project): Set<string> {
  const intermediates = new Map(
    project.intermediates.map((intermediate) => [intermediate.model, intermediate]),
  );
  const tables = new Map(
    project.sources.flatMap((source) =>
      source.tables.flatMap((table) =>
        [table.model, table.eventsModel].flatMap((model) =>
          model === undefined ? [] : ([[model, table]] as const),
        ),
      ),
    ),
  );
  const found = new Set<string>();
  for (const { from, naturalKey } of project.dimensions) {
    let model = from.model;
    for (;;) {
      const above = intermediates.get(model);
      if (above?.input.kind !== 'from') break;
      model = above.input.relation.model;
    }
    const table = tables.get(model);
    const own =
      [...from.key].sort().join() ===
      naturalKey
        .map(({ name }) => name)
        .sort()
        .join();
    if (table !== undefined && !own) found.add(table.model);
  }
  return found;
}
