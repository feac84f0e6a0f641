import type { LogicalType } from '../../dialects/logical-type.js';
import type { KeyType } from './project.js';

/** True where values of two types can be compared for equality in a join on every engine. */
export function joinable(left: LogicalType, right: LogicalType): boolean {
  return family(left) === family(right);
}

function family({ kind }: LogicalType): string {
  switch (kind) {
    case 'string':
    case 'text':
      return 'text';
    case 'integer':
    case 'bigint':
    case 'decimal':
      return 'number';
    default:
      return kind;
  }
}

export function sameType(left: LogicalType, right: LogicalType): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** True for types whose text is the same on every engine, so that a key can be made of them. */
export function canBeKey({ kind }: LogicalType): boolean {
  return kind !== 'float' && kind !== 'json' && kind !== 'binary';
}

/** True for a moment in time: a date counts as its midnight. */
export function isInstant({ kind }: LogicalType): boolean {
  return kind === 'date' || kind === 'timestamp' || kind === 'timestamp_tz';
}

/** The type of surrogate keys. */
export function keyType(kind: 'hash' | 'integer'): KeyType {
  return kind === 'integer' ? { kind: 'bigint' } : { kind: 'string', length: 32 };
}
