import { booleanText, dropsFraction, isText } from '../ansi.js';
import type { Sql } from '../dialect.js';
import { keyDecimal } from '../key-decimal.js';
import type { LogicalType } from '../logical-type.js';
import { operand } from '../precedence.js';
import { typeName } from '../type-name.js';
import { types } from './types.js';

export function cast(value: Sql, to: LogicalType, from: LogicalType | undefined): Sql {
  // There is no cast of a boolean to a text.
  if (from?.kind === 'boolean' && isText(to)) return booleanText(value);
  // A plain cast between the two uses the session's time zone.
  if (from?.kind === 'timestamp_tz' && to.kind === 'timestamp') return inUtc(value);
  if (from?.kind === 'timestamp_tz' && to.kind === 'date') return `cast(${inUtc(value)} as date)`;
  if (from?.kind === 'timestamp' && to.kind === 'timestamp_tz') return inUtc(value);
  if (from?.kind === 'date' && to.kind === 'timestamp_tz')
    return `cast(${value} as timestamp) at time zone 'UTC'`;
  // A plain cast makes a super that holds a text, not the value that the text describes.
  if (to.kind === 'json' && from?.kind !== 'json' && value !== 'null') return `json_parse(${value})`;
  if (from?.kind === 'json' && isText(to)) return `json_serialize(${value})`;
  // A float is cast to the even number; a decimal is rounded away from zero.
  if (from?.kind === 'float' && dropsFraction(to, from))
    return `cast(round(${asDecimal(value)}) as ${typeName(types, to)})`;
  return `cast(${value} as ${typeName(types, to)})`;
}

const asDecimal = (value: Sql): Sql => `cast(${value} as ${typeName(types, keyDecimal)})`;

export const inUtc = (value: Sql): Sql => `${operand(value)} at time zone 'UTC'`;
