import { booleanText } from '../ansi.js';
import type { Sql } from '../dialect.js';
import { keyDecimal } from '../key-decimal.js';
import type { LogicalType } from '../logical-type.js';
import { cast } from './cast.js';

const timestampText = (value: Sql): Sql => `format_datetime('%Y-%m-%d %H:%M:%E6S', ${value})`;
const asText = (value: Sql): Sql => `cast(${value} as string)`;
/** A plain cast of a numeric drops trailing zeros. */
const decimalText = (value: Sql, scale: number): Sql => `format('%.${scale}f', ${value})`;

export function keyText(value: Sql, type: LogicalType): Sql {
  switch (type.kind) {
    case 'string':
    case 'text':
      return value;
    case 'uuid':
      return `lower(${value})`;
    case 'integer':
    case 'bigint':
    case 'date':
      return asText(value);
    case 'decimal':
      return decimalText(value, type.scale);
    case 'float':
      return decimalText(cast(value, keyDecimal, type), keyDecimal.scale);
    case 'boolean':
      return booleanText(value);
    case 'timestamp':
      return timestampText(value);
    case 'timestamp_tz':
      return timestampText(`datetime(${value}, 'UTC')`);
    case 'time':
      return `format_time('%H:%M:%E6S', ${value})`;
    case 'json':
      return `to_json_string(${value})`;
    case 'binary':
      return `to_hex(${value})`;
  }
}
