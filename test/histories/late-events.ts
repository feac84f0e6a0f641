import { queryDuckDb } from '../end-to-end/duckdb.js';
import type { HistoryTable } from './tables.js';

/**
 * Tables whose dimensions set late events aside.
 *
 * @param wanted the dimensions, by table, as what their names end in
 */
export function rejectingLate(
  tables: readonly HistoryTable[],
  wanted: Readonly<Record<string, readonly string[]>>,
): HistoryTable[] {
  return tables.flatMap((table) => {
    const endings = wanted[table.name];
    if (endings === undefined) return [];
    const dimensions = table.dimensions
      .filter(({ name }) => endings.some((ending) => name === `${table.name}_${ending}`))
      .map((dimension) => ({
        ...dimension,
        rules: { ...dimension.rules, late: { judgedBy: dimension.rules.attributes } },
        blueprint: {
          ...dimension.blueprint,
          history: { ...(dimension.blueprint['history'] as object | undefined), late: 'reject' },
        },
      }));
    return [{ ...table, dimensions }];
  });
}

/** What each dimension set aside, a text for each event, in an order of their own. */
export async function lateEvents(database: string, tables: readonly HistoryTable[]): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of tables.flatMap((table) => table.dimensions)) {
    const rows = await queryDuckDb(database, `select columns(*)::varchar from int_${name}_late order by all`);
    found.push(...rows.map((row) => `${name} ${JSON.stringify(row)}`));
  }
  return found;
}
