import { dropsFraction } from '../ansi.js';
import type { Sql } from '../dialect.js';
import type { LogicalType } from '../logical-type.js';
import { operand } from '../precedence.js';
import { typeName } from '../type-name.js';
import { types } from './types.js';

export function cast(value: Sql, to: LogicalType, from: LogicalType | undefined): Sql {
  // A plain cast between the two uses the session's time zone.
  if (from?.kind === 'timestamp_tz' && to.kind === 'timestamp') return inUtc(value);
  if (from?.kind === 'timestamp_tz' && to.kind === 'date') return `cast(${inUtc(value)} as date)`;
  if (from?.kind === 'timestamp' && to.kind === 'timestamp_tz') return inUtc(value);
  if (from?.kind === 'date' && to.kind === 'timestamp_tz') return inUtc(`cast(${value} as timestamp)`);
  // A float is rounded to the even neighbor, a decimal away from zero.
  const isFloat = dropsFraction(to, from) && from?.kind === 'float';
  return `cast(${isFloat ? `round(cast(${value} as numeric))` : value} as ${typeName(types, to)})`;
}

/** The UTC wall clock of a timestamp with a zone, or the instant of a wall clock in UTC. */
export const inUtc = (value: Sql): Sql => `${operand(value)} at time zone 'UTC'`;
