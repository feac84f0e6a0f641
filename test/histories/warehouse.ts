import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { queryDuckDb, withDuckDb } from '../end-to-end/duckdb.js';
import { type DimensionRules, isVersioned, type Load, type Row, type Value } from './oracle.js';
import { columns, type HistoryDimension, type HistoryTable } from './tables.js';

/** Puts into the source tables what one load finds there. */
export async function land(
  database: string,
  load: number,
  loads: ReadonlyMap<string, readonly Load[]>,
): Promise<void> {
  const types = Object.entries(columns).map(
    ([name, type]) => `${name}: '${type === 'string' ? 'varchar' : type}'`,
  );
  await withDuckDb(database, async (connection) => {
    await connection.run('create schema if not exists raw_told');
    for (const [table, deliveries] of loads) {
      const file = path.join(path.dirname(database), `${table}.json`);
      const rows = deliveries[load]?.rows ?? [];
      await writeFile(file, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
      await connection.run(
        `create or replace table raw_told.${table} as from read_json('${file}', format = 'newline_delimited', columns = {${types.join(', ')}})`,
      );
    }
  });
}

/** One row of a dimension: what it says, and what only dbtgen knows. */
export interface StoredRow {
  readonly key: string;
  /** The key that all versions of a thing share, where the dimension has one. */
  readonly durableKey: string | undefined;
  readonly loadedAt: string;
  readonly said: string;
}

const instant = (name: string): string => `strftime(${name}, '%Y-%m-%d %H:%M:%S.%f') as ${name}`;

/** The names of the columns that the oracle speaks of, in the order in which rows are compared. */
export function saidColumns({
  naturalKey,
  attributes,
  deletes,
  versions,
}: Pick<DimensionRules, 'naturalKey' | 'attributes' | 'deletes' | 'versions'>): string[] {
  return [
    ...naturalKey,
    ...attributes.flatMap(({ name, scd }) => [
      name,
      ...(scd === 3 ? [`previous_${name}`] : []),
      ...(scd === 6 ? [`current_${name}`] : []),
    ]),
    ...(isVersioned({ attributes, ...(versions === undefined ? {} : { versions }) })
      ? ['valid_from', 'valid_to', 'is_current']
      : []),
    ...(deletes === 'flag' ? ['is_deleted'] : []),
  ];
}

/** A row as one text, so that rows compare and sort. */
export function said(row: Row, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => row[name] ?? null));
}

/** A table that a dimension becomes, and which of the dimension's rows it has to hold. */
export interface DimensionTable {
  readonly name: string;
  /** `profiles`: which combination of its mini-dimension each thing had, and when. */
  readonly rows: 'all' | 'current' | 'profiles';
}

/** The tables that a dimension becomes: its own, and those beside it. */
export function dimensionTables(dimension: HistoryDimension): DimensionTable[] {
  const { name, rules } = dimension;
  return [
    ...ownTables(dimension),
    ...(rules.profile.length === 0
      ? []
      : [{ name: `int_${name}_profile_history`, rows: 'profiles' as const }]),
  ];
}

/** The combinations of a dimension's mini-dimension, without reserved members; none where it has none. */
export async function storedCombinations(
  database: string,
  { name, rules }: HistoryDimension,
): Promise<string[]> {
  if (rules.profile.length === 0) return [];
  const names = [`${name}_profile_key`, ...rules.profile.map((attribute) => attribute.name)];
  const rows = await queryDuckDb(
    database,
    `select ${names.join(', ')} from dim_${name}_profile where ${names[0]} not like '-%'`,
  );
  return rows.map((row) => said(row as Row, names)).sort();
}

/** What a table of a dimension says, as rules for the oracle. */
export function rulesOf(
  rules: HistoryDimension['rules'],
  rows: DimensionTable['rows'],
): HistoryDimension['rules'] {
  return rows === 'profiles' ? { ...rules, attributes: rules.profile, hasDurableKey: false } : rules;
}

/** A table with the values of its combinations beside their keys. */
function withProfile({ name, rules }: HistoryDimension, { name: table, rows }: DimensionTable): string {
  if (rules.profile.length === 0) return table;
  const key = `${name}_profile_key`;
  const values = rules.profile.map((attribute) => `profiles.${attribute.name}`);
  return `(
    select shown.*, ${values.join(', ')}
    from ${table} as shown
    left join dim_${name}_profile as profiles on shown.${rows === 'profiles' ? key : `current_${key}`} = profiles.${key}
  )`;
}

function ownTables({ name, rules }: HistoryDimension): DimensionTable[] {
  return rules.currentRows === 'within'
    ? [{ name: `dim_${name}`, rows: 'all' }]
    : [
        { name: `dim_${name}_history`, rows: 'all' },
        { name: `dim_${name}`, rows: 'current' },
      ];
}

/** The dimensions' rows, without reserved members, by table, in the order of what they say. */
export async function storedDimensions(
  database: string,
  tables: readonly HistoryTable[],
): Promise<Map<string, StoredRow[]>> {
  const found = new Map<string, StoredRow[]>();
  const dimensions = tables.flatMap((table) => table.dimensions);
  for (const { dimension, table } of dimensions.flatMap((dimension) =>
    dimensionTables(dimension).map((table) => ({ dimension, table })),
  )) {
    const rules = rulesOf(dimension.rules, table.rows);
    const names = saidColumns(rules);
    const items = names.map((name) => (name === 'valid_from' || name === 'valid_to' ? instant(name) : name));
    const durable = rules.hasDurableKey ? `${dimension.name}_durable_key` : 'null';
    const rows = await queryDuckDb(
      database,
      `select ${dimension.name}${table.rows === 'profiles' ? '_profile_history' : ''}_key as _key, ${durable} as _durable_key, ${instant('_loaded_at')}, ${items.join(', ')} from ${withProfile(dimension, table)} where k1 is not null`,
    );
    found.set(
      table.name,
      rows
        .map((row) => row as Readonly<Record<string, Value>>)
        .map((row) => ({
          key: String(row['_key']),
          durableKey: rules.hasDurableKey ? String(row['_durable_key']) : undefined,
          loadedAt: String(row['_loaded_at']),
          said: said(row, names),
        }))
        .sort((left, right) => (left.said < right.said ? -1 : Number(left.said > right.said))),
    );
  }
  return found;
}
