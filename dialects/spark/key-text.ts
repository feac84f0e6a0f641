import { booleanText } from '../ansi.js';
import type { Sql } from '../dialect.js';
import { keyDecimal } from '../key-decimal.js';
import type { LogicalType } from '../logical-type.js';
import { cast } from './cast.js';

const asText = (value: Sql): Sql => `cast(${value} as string)`;
const timestampText = (value: Sql): Sql => `date_format(${value}, 'yyyy-MM-dd HH:mm:ss.SSSSSS')`;

/** A time is a text there, as it was written; every other warehouse's key has six decimals. */
const timeText = (value: Sql): Sql =>
  `coalesce(date_format(try_cast(concat('2000-01-01 ', ${value}) as timestamp_ntz), 'HH:mm:ss.SSSSSS'), ${value})`;

/** Beyond six decimals a plain cast may write `1E-7`; format_number never does, but groups thousands. */
const decimalText = (value: Sql, scale: number): Sql =>
  scale <= 6 ? asText(value) : `replace(format_number(${value}, ${scale}), ',', '')`;

export function keyText(value: Sql, type: LogicalType): Sql {
  switch (type.kind) {
    // json is text there.
    case 'string':
    case 'text':
    case 'json':
      return value;
    case 'time':
      return timeText(value);
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
    case 'timestamp_tz':
      return timestampText(value);
    case 'binary':
      return `lower(hex(${value}))`;
  }
}
