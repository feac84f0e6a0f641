import type { Lookup, Project, SourceTable, StagedColumn } from '../resolve/project.js';
import type { RawPlaces } from './laboratory.js';

/** The column that stands for a table's filter: whether a row passes it. */
export const keptColumn = '_prove_kept';

/**
 * The project that is run in the place of the user's own. What comes before history is taken as given: where staging
 * computes, protects or filters, it reads a column that holds the result. Guards that random rows would rightly set
 * off are eased: a snapshot may lose any share of its keys, and a lookup may miss. All else is as it is generated.
 */
export function proofProject(project: Project, { schemaOf, nameOf }: RawPlaces): Project {
  return {
    ...project,
    sources: project.sources.map(({ name, description, location, tables }) => ({
      name,
      description,
      location,
      schema: schemaOf(name),
      tables: tables.map((table) => plainTable(table, nameOf(name, table.name))),
    })),
    dimensions: project.dimensions.map((dimension) => ({
      ...dimension,
      references: dimension.references.map(eased),
    })),
    facts: project.facts.map((fact) => ({ ...fact, lookups: fact.lookups.map(eased) })),
  };
}

/** The same lookup, but that what misses stops nothing. */
function eased<L extends Pick<Lookup, 'missing'>>(lookup: L): L {
  return lookup.missing === 'error' ? { ...lookup, missing: 'unknown' } : lookup;
}

function plainTable(table: SourceTable, identifier: string): SourceTable {
  const { filter, ...rest } = table;
  const kept: StagedColumn = {
    name: keptColumn,
    type: { kind: 'boolean' },
    notNull: false,
    protect: 'none',
    value: { kind: 'raw', from: keptColumn },
  };
  return {
    ...rest,
    identifier,
    absence: { ...table.absence, maxRatio: 1 },
    columns: [...table.columns.map(plainColumn), ...(filter === undefined ? [] : [kept])],
    ...(filter === undefined
      ? {}
      : { filter: { kind: 'portable' as const, expression: { kind: 'column' as const, name: keptColumn } } }),
  };
}

/** A constant stays: tables are told apart by them. */
function plainColumn(column: StagedColumn): StagedColumn {
  const { rawName: _rawName, ...rest } = column;
  if (constantOf(column) !== undefined) return { ...rest, protect: 'none' };
  return { ...rest, protect: 'none', value: { kind: 'raw', from: column.name } };
}

/** The value of a column that is the same in every row; undefined where it isn't. */
export function constantOf({ value, protect }: StagedColumn): { readonly value: string | null } | undefined {
  if (value.kind === 'raw' || value.formula.kind === 'native' || protect !== 'none') return undefined;
  const { expression } = value.formula;
  switch (expression.kind) {
    case 'null':
      return { value: null };
    case 'string':
      return { value: expression.value };
    case 'boolean':
      return { value: String(expression.value) };
    default:
      return undefined;
  }
}
