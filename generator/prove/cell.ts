import type { Domain } from './column-classes.js';
import { keyValue } from './painful-values.js';
import type { Row, Value } from './value.js';

/** A value, or the thing that it names: the same thing in every table, whatever it is called there. */
export type Cell = Value | { readonly domain: Domain; readonly number: number };

/** A row before its things have names. */
export type CellRow = Readonly<Record<string, Cell>>;

/** A row that a load brings to a source table. */
export interface Delivery {
  /** `<source>.<table>` */
  readonly table: string;
  /** Counted from 0. */
  readonly load: number;
  readonly row: CellRow;
}

/** The value of a cell. */
export function valueOf(cell: Cell | undefined): Value {
  return typeof cell === 'object' && cell !== null
    ? keyValue(cell.domain.type, cell.number, cell.domain.style)
    : (cell ?? null);
}

/** The row as the source holds it. */
export function rowOf(row: CellRow): Row {
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, valueOf(cell)]));
}
