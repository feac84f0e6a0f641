import type { HistoryTable } from './tables.js';

/**
 * Tables with one in `every` of their dimensions: a run of dbt costs by the dimension, whatever its rows are. The next
 * table has others of them, and so has the next seed; `every` seeds see all.
 *
 * @param tables at least `every` dimensions each
 */
export function sharedOut(tables: readonly HistoryTable[], every: number, seed: number): HistoryTable[] {
  return tables.map((table, place) => ({
    ...table,
    dimensions: table.dimensions.filter((_, index) => (index + place + seed) % every === 0),
  }));
}
