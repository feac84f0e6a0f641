import { booleanText } from '../ansi.js';
import type { Sql } from '../dialect.js';
import { keyDecimal } from '../key-decimal.js';
import type { LogicalType } from '../logical-type.js';
import { cast } from './cast.js';

const asText = (value: Sql): Sql => `cast(${value} as string)`;
const timestampText = (value: Sql): Sql => `date_format(${value}, 'yyyy-MM-dd HH:mm:ss.SSSSSS')`;

/** Beyond six decimals a plain cast may write `1E-7`; format_number never does, but groups thousands. */
const decimalText = (value: Sql, scale: number): Sql =>
  scale <= 6 ? asText(value) : `replace(format_number(${value}, ${scale}), ',', '')`;

export function keyText(value: Sql, type: LogicalType): Sql {
  switch (type.kind) {
    // time and json are text there.
    case 'string':
    case 'text':
    case 'time':
    case 'json':
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
    case 'timestamp_tz':
      return timestampText(value);
    case 'binary':
      return `lower(hex(${value}))`;
  }
}
