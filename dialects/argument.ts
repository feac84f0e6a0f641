import type { Argument, Sql } from './dialect.js';
import { extractFields, timeUnits, type ExtractField, type TimeUnit } from './function-name.js';

/**
 * The arguments of a call, checked by position: the parser of expressions counted them, so a missing
 * one is a mistake of ours.
 */
export function argument(args: readonly Argument[], index: number): Argument {
  const found = args[index];
  if (!found) throw new Error(`argument ${index + 1} is missing`);
  return found;
}

/** The SQL of each argument, in order. */
export function sqlOf(args: readonly Argument[]): Sql {
  return args.map(({ sql }) => sql).join(', ');
}

/** The text of an argument that has to be a literal, such as a pattern. */
export function literalOf(args: readonly Argument[], index: number): string {
  const { literal } = argument(args, index);
  if (literal === undefined) throw new Error(`argument ${index + 1} has to be a literal`);
  return literal;
}

export function unitOf(args: readonly Argument[]): TimeUnit {
  const unit = timeUnits.find((name) => name === literalOf(args, 0));
  if (!unit) throw new Error(`${literalOf(args, 0)} is no unit of time`);
  return unit;
}

export function fieldOf(args: readonly Argument[]): ExtractField {
  const field = extractFields.find((name) => name === literalOf(args, 0));
  if (!field) throw new Error(`${literalOf(args, 0)} is no field of a date or time`);
  return field;
}

/** True for the units below a day: a date and one of these give a timestamp. */
export function isTimeOfDay(unit: ExtractField): unit is 'hour' | 'minute' | 'second' {
  return unit === 'hour' || unit === 'minute' || unit === 'second';
}

/** The number a literal argument says, so that `-1 * 3` is printed as `-3`. */
export function scaled(count: Sql, factor: number, product: (count: Sql, factor: number) => Sql): Sql {
  if (factor === 1) return count;
  return /^-?\d{1,9}$/.test(count) ? String(Number(count) * factor) : product(count, factor);
}
