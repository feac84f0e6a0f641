import { dropsFraction, isText } from '../ansi.js';
import type { Sql } from '../dialect.js';
import type { LogicalType } from '../logical-type.js';
import { typeName } from '../type-name.js';
import { types } from './types.js';

export function cast(value: Sql, to: LogicalType, from: LogicalType | undefined): Sql {
  // A plain cast to timestamp_ntz keeps the wall clock of the value's own offset.
  if (from?.kind === 'timestamp_tz' && (to.kind === 'timestamp' || to.kind === 'date')) {
    return `cast(${inUtc(value)} as ${typeName(types, to)})`;
  }
  // A plain cast to timestamp_tz takes the session's offset.
  if ((from?.kind === 'timestamp' || from?.kind === 'date') && to.kind === 'timestamp_tz') {
    return `cast(to_char(cast(${value} as timestamp_ntz), 'YYYY-MM-DD HH24:MI:SS.FF6') || '+00:00' as timestamp_tz)`;
  }
  // A plain cast makes a variant that holds a text, not the value that the text describes.
  if (to.kind === 'json' && isText(from)) return `parse_json(${value})`;
  if (from?.kind === 'json' && isText(to)) return `to_json(${value})`;
  // Said, because it is documented for numbers and not for floats that a cast rounds halves away from zero.
  const isFloat = from?.kind === 'float' && dropsFraction(to, from);
  return `cast(${isFloat ? `round(${value})` : value} as ${typeName(types, to)})`;
}

export const inUtc = (value: Sql): Sql => `convert_timezone('UTC', ${value})`;
