import { queryDuckDb } from '../end-to-end/duckdb.js';
import type { Load, Row, TableRules, Value } from './oracle.js';
import type { Chance } from './random.js';
import { columns, type HistoryTable } from './tables.js';

/** The same tables, whose dimensions set invalid rows aside. */
export function settingAside(tables: readonly HistoryTable[]): HistoryTable[] {
  return tables.map((table) => ({
    ...table,
    dimensions: table.dimensions.map((dimension) => ({
      ...dimension,
      blueprint: {
        ...dimension.blueprint,
        history: { ...(dimension.blueprint['history'] as object | undefined), invalid: 'quarantine' },
      },
    })),
  }));
}

/** Rows that are invalid, each with the reason and the first load that brings it. */
export interface InvalidRow {
  readonly row: Row;
  readonly reason: 'null key' | 'null changed_at';
  readonly at: string;
}

/**
 * The same loads with invalid rows among the others, some of them again in later loads. No truncate is among them, and
 * in a snapshot no row without an instant has a key that has others.
 */
export function withInvalidRows(
  table: TableRules,
  loads: readonly Load[],
  chance: Chance,
): { readonly loads: readonly Load[]; readonly invalid: readonly InvalidRow[] } {
  const invalid: InvalidRow[] = [];
  const told: Row[] = [];
  let number = 0;
  const polluted = loads.map((load): Load => {
    const fresh = Array.from({ length: 1 + chance.below(6) }, (): Row => {
      number += 1;
      const pattern = chance.pick(load.rows.length === 0 ? [{}] : load.rows);
      const lacksKey = table.changedAt === undefined || chance.happens(0.5);
      const valid: Row = {
        ...Object.fromEntries(Object.keys(columns).map((name) => [name, null])),
        ...pattern,
        k1: `invalid ${number}`,
        k2: pattern['k2'] ?? '',
        n: number,
        status: 'real',
        op: chance.pick<Value>([null, 'I', ...(table.operation?.delete ?? [])]),
        arrived_at: load.at,
        // A load that brings nothing but this of a partition would be a load of the partition.
        ...(table.scope === undefined ? {} : { region: 'elsewhere' }),
      };
      const row: Row = lacksKey
        ? {
            ...valid,
            ...chance.pick<Row>([{ k1: null }, { k2: null }, { k1: null, k2: null, changed_at: null }]),
          }
        : { ...valid, changed_at: null, ...(table.shape === 'snapshot' ? {} : keyOf(pattern, valid)) };
      invalid.push({ row, reason: lacksKey ? 'null key' : 'null changed_at', at: load.at });
      return row;
    });
    const again = table.shape === 'log' ? told : told.filter(() => chance.happens(0.3));
    const rows = chance.shuffled([...load.rows, ...fresh, ...again]);
    told.push(...fresh);
    return { at: load.at, rows };
  });
  return { loads: polluted, invalid };
}

/** The key of a row that is valid; else of another one. */
function keyOf(row: Row, other: Row): Row {
  const { k1 = null, k2 = null } = row;
  return k1 === null || k2 === null ? { k1: other['k1'] ?? null, k2: other['k2'] ?? null } : { k1, k2 };
}

/** What stands in a table's quarantine, a text for each row. */
export async function setAside(database: string, table: string): Promise<string[]> {
  const rows = await queryDuckDb(
    database,
    `select k1, k2, n, a, _reason, strftime(_loaded_at, '%Y-%m-%d %H:%M:%S.%f') as _loaded_at from int_told__${table}_quarantine`,
  );
  return rows.map((row) => JSON.stringify(Object.values(row))).sort();
}

/** What must stand there, as the same texts. */
export function wantedAside(invalid: readonly InvalidRow[], until: string): string[] {
  return invalid
    .filter(({ at }) => at <= until)
    .map(({ row, reason, at }) => JSON.stringify([row['k1'], row['k2'], row['n'], row['a'], reason, at]))
    .sort();
}
