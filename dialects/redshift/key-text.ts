import { booleanText } from '../ansi.js';
import type { Sql } from '../dialect.js';
import { keyDecimal } from '../key-decimal.js';
import type { LogicalType } from '../logical-type.js';
import { cast, inUtc } from './cast.js';

const timestampText = (value: Sql): Sql => `to_char(${value}, 'YYYY-MM-DD HH24:MI:SS.US')`;
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
      return `to_char(${value}, 'YYYY-MM-DD')`;
    case 'timestamp':
      return timestampText(value);
    case 'timestamp_tz':
      return timestampText(inUtc(value));
    // to_char takes no time.
    case 'time':
      return `to_char(date '2000-01-01' + ${value}, 'HH24:MI:SS.US')`;
    case 'json':
      return `json_serialize(${value})`;
    case 'binary':
      return `lower(to_varchar(${value}, 'hex'))`;
  }
}
