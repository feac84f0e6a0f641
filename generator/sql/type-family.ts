import type { LogicalType } from '../../dialects/logical-type.js';

/** Types whose values can be compared with each other and stand for each other on every warehouse. */
export type Family = 'text' | 'number' | 'boolean' | 'moment' | 'instant' | 'time' | 'json' | 'binary';

const families = {
  string: 'text',
  text: 'text',
  uuid: 'text',
  integer: 'number',
  bigint: 'number',
  decimal: 'number',
  float: 'number',
  boolean: 'boolean',
  date: 'moment',
  timestamp: 'moment',
  // BigQuery compares it with no other type, the others by the session's time zone.
  timestamp_tz: 'instant',
  time: 'time',
  json: 'json',
  binary: 'binary',
} as const satisfies Record<LogicalType['kind'], Family>;

export const familyOf = (type: LogicalType): Family => families[type.kind];

export const isWholeNumber = ({ kind }: LogicalType): boolean => kind === 'integer' || kind === 'bigint';

/** The type that holds the values of both; undefined where one is unknown or none does. */
export function commonType(
  left: LogicalType | undefined,
  right: LogicalType | undefined,
): LogicalType | undefined {
  if (left === undefined || right === undefined || familyOf(left) !== familyOf(right)) return undefined;
  switch (familyOf(left)) {
    case 'number':
      return commonNumber(left, right);
    case 'moment':
      return left.kind === 'date' && right.kind === 'date' ? left : { kind: 'timestamp' };
    case 'text':
      return left.kind === 'uuid' && right.kind === 'uuid' ? left : { kind: 'text' };
    default:
      return left;
  }
}

function commonNumber(left: LogicalType, right: LogicalType): LogicalType {
  if (left.kind === 'float' || right.kind === 'float') return { kind: 'float' };
  if (left.kind === 'decimal' || right.kind === 'decimal') {
    return { kind: 'decimal', precision: 38, scale: Math.max(scaleOf(left), scaleOf(right)) };
  }
  return left.kind === 'bigint' ? left : right;
}

/** The digits behind the point. */
export const scaleOf = (type: LogicalType): number => (type.kind === 'decimal' ? type.scale : 0);
