import { dropsFraction } from '../ansi.js';
import type { Sql } from '../dialect.js';
import type { LogicalType } from '../logical-type.js';
import { types } from './types.js';
import { typeName } from '../type-name.js';

export function cast(value: Sql, to: LogicalType, from: LogicalType | undefined): Sql {
  // A plain cast between the two uses the session's time zone.
  if (from?.kind === 'timestamp_tz' && to.kind === 'timestamp') return utc(value);
  if (from?.kind === 'timestamp_tz' && to.kind === 'date') return `cast(${utc(value)} as date)`;
  if ((from?.kind === 'timestamp' || from?.kind === 'date') && to.kind === 'timestamp_tz') {
    return `timezone('UTC', ${from.kind === 'date' ? `cast(${value} as timestamp)` : value})`;
  }
  // Halves of floats are cast to the even number, those of decimals away from zero.
  const isFloat = from?.kind === 'float' && dropsFraction(to, from);
  return `cast(${isFloat ? `round(${value})` : value} as ${typeName(types, to)})`;
}

/** The UTC wall clock of a timestamp_tz. */
export const utc = (value: Sql): Sql => `timezone('UTC', ${value})`;
