import { dropsFraction } from '../ansi.js';
import type { Sql } from '../dialect.js';
import type { LogicalType } from '../logical-type.js';
import { typeName } from '../type-name.js';
import { types } from './types.js';

/** Casts between timestamp and timestamp_tz use the session's time zone, which the generated project asks to be UTC. */
export function cast(value: Sql, to: LogicalType, from: LogicalType | undefined): Sql {
  // A plain cast cuts the digits off.
  if (dropsFraction(to, from)) return `cast(round(${value}) as ${typeName(types, to)})`;
  return `cast(${value} as ${typeName(types, to)})`;
}
