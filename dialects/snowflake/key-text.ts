import { booleanText } from '../ansi.js';
import type { Sql } from '../dialect.js';
import { keyDecimal } from '../key-decimal.js';
import type { LogicalType } from '../logical-type.js';
import { cast, inUtc } from './cast.js';

// A plain cast to varchar follows the session's *_OUTPUT_FORMAT parameters. The casts inside are for fakesnow, which
// ignores the format where it can't see the type.
const timestampText = (value: Sql): Sql =>
  `to_char(cast(${value} as timestamp_ntz), 'YYYY-MM-DD HH24:MI:SS.FF6')`;
const asText = (value: Sql): Sql => `cast(${value} as varchar)`;

export function keyText(value: Sql, type: LogicalType): Sql {
  switch (type.kind) {
    case 'string':
    case 'text':
      return value;
    case 'uuid':
      return `lower(${value})`;
    case 'integer':
    case 'bigint':
    case 'decimal':
      return asText(value);
    case 'float':
      return asText(cast(value, keyDecimal, type));
    case 'boolean':
      return booleanText(value);
    case 'date':
      return `to_char(cast(${value} as date), 'YYYY-MM-DD')`;
    case 'timestamp':
      return timestampText(value);
    case 'timestamp_tz':
      return timestampText(inUtc(value));
    case 'time':
      return `to_char(timestamp_ntz_from_parts(date '2000-01-01', ${value}), 'HH24:MI:SS.FF6')`;
    case 'json':
      return `to_json(${value})`;
    case 'binary':
      return `lower(hex_encode(${value}))`;
  }
}
