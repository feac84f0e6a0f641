import type { LogicalType } from './logical-type.js';

/**
 * What a float becomes inside a hashed key: engines print floats differently (`1`, `1.0`, `1.0E7`),
 * decimals alike. Nine decimals are what every warehouse has.
 */
export const keyDecimal = { kind: 'decimal', precision: 38, scale: 9 } as const satisfies LogicalType;
