import { isText } from '../ansi.js';
import type { Sql } from '../dialect.js';
import type { LogicalType } from '../logical-type.js';
import { operand, precedence } from '../precedence.js';
import { typeName } from '../type-name.js';
import { types } from './types.js';

export function cast(value: Sql, to: LogicalType, from: LogicalType | undefined): Sql {
  if (from?.kind === 'timestamp_tz' && to.kind === 'timestamp') return `datetime(${value}, 'UTC')`;
  if (from?.kind === 'timestamp_tz' && to.kind === 'date') return `date(${value}, 'UTC')`;
  if ((from?.kind === 'timestamp' || from?.kind === 'date') && to.kind === 'timestamp_tz')
    return `timestamp(${value}, 'UTC')`;
  if (to.kind === 'json') return toJson(value, from);
  if (from?.kind === 'json' && isText(to)) return `to_json_string(${value})`;
  return `cast(${value} as ${typeName(types, to)})`;
}

/** There is no cast to json. A raw column may be a text or json already: `%t` gives the JSON text of either. */
function toJson(value: Sql, from: LogicalType | undefined): Sql {
  if (value === 'null') return `parse_json(null)`;
  if (from?.kind === 'json') return value;
  if (isText(from)) return `parse_json(${value})`;
  return `case when ${operand(value, precedence.concat)} is not null then parse_json(format('%t', ${value})) end`;
}
