import type { LogicalType } from '../../dialects/logical-type.js';

/**
 * A value as the one text that stands for it, whatever engine it came from: a number without a sign or digits that it
 * doesn't need, an instant of UTC with six digits after the second, bytes as hex. Null is no value.
 */
export type Value = string | null;

/** Values by the name of their column. */
export type Row = Readonly<Record<string, Value>>;

/** These columns of a row; what it lacks is null. */
export function pick(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

/** A row's values as one text that no other values have. */
export function identity(row: Row, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => row[name] ?? null));
}

/** Orders two values of a type; null comes before everything. */
export function compareValues(left: Value, right: Value, type: LogicalType): number {
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? -1 : 1;
  if (type.kind === 'integer' || type.kind === 'bigint') return sign(BigInt(left), BigInt(right));
  if (type.kind === 'decimal' || type.kind === 'float') return sign(Number(left), Number(right));
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function sign<T extends bigint | number>(left: T, right: T): number {
  return left < right ? -1 : Number(left > right);
}
