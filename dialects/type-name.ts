import type { Dialect, Sql } from './dialect.js';
import type { LogicalType } from './logical-type.js';

/** How a dialect writes a type. */
export function typeName(types: Dialect['types'], type: LogicalType): Sql {
  // The table maps each kind to a function of just that kind, which TypeScript can't follow through an index.
  return (types[type.kind] as (type: LogicalType) => Sql)(type);
}
