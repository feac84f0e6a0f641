import { dropsFraction } from '../ansi.js';
import type { Sql } from '../dialect.js';
import type { LogicalType } from '../logical-type.js';
import { typeInSql } from './type-in-sql.js';

/** Casts between timestamp and timestamp_tz use the session's time zone, which the generated project asks to be UTC. */
export function cast(value: Sql, to: LogicalType, from: LogicalType | undefined): Sql {
  // A plain cast cuts the digits off.
  return `cast(${dropsFraction(to, from) ? `round(${value})` : value} as ${typeInSql(to)})`;
}
