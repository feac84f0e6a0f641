import { booleanText } from '../ansi.js';
import type { Sql } from '../dialect.js';
import { keyDecimal } from '../key-decimal.js';
import type { LogicalType } from '../logical-type.js';
import { cast, inUtc } from './cast.js';

const timestampText = (value: Sql): Sql => `to_char(${value}, 'YYYY-MM-DD HH24:MI:SS.US')`;
const asText = (value: Sql): Sql => `cast(${value} as text)`;

export function keyText(value: Sql, type: LogicalType): Sql {
  switch (type.kind) {
    case 'string':
    case 'text':
      return value;
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'uuid':
    case 'json':
      return asText(value);
    case 'float':
      return asText(cast(value, keyDecimal, type));
    case 'boolean':
      return booleanText(value);
    // to_char takes a date for a timestamp in the session's time zone, in which that midnight may be missing.
    case 'date':
      return `to_char(cast(${value} as timestamp), 'YYYY-MM-DD')`;
    case 'timestamp':
      return timestampText(value);
    case 'timestamp_tz':
      return timestampText(inUtc(value));
    case 'time':
      return `to_char(${value}, 'HH24:MI:SS.US')`;
    case 'binary':
      return `encode(${value}, 'hex')`;
  }
}
