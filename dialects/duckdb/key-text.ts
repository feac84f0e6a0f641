import { booleanText } from '../ansi.js';
import type { Sql } from '../dialect.js';
import type { LogicalType } from '../logical-type.js';
import { keyDecimal } from '../key-decimal.js';
import { cast, utc } from './cast.js';

const timestampText = (value: Sql): Sql => `strftime(${value}, '%Y-%m-%d %H:%M:%S.%f')`;
const asText = (value: Sql): Sql => `cast(${value} as varchar)`;

export function keyText(value: Sql, type: LogicalType): Sql {
  switch (type.kind) {
    case 'string':
    case 'text':
      return value;
    case 'integer':
    case 'bigint':
    case 'date':
    case 'uuid':
    case 'json':
    case 'decimal':
      return asText(value);
    case 'float':
      return asText(cast(value, keyDecimal, type));
    case 'boolean':
      return booleanText(value);
    case 'timestamp':
      return timestampText(value);
    case 'timestamp_tz':
      return timestampText(utc(value));
    case 'time':
      return `strftime(date '2000-01-01' + ${value}, '%H:%M:%S.%f')`;
    case 'binary':
      return `lower(hex(${value}))`;
  }
}
