import type { Dialect } from './dialect.js';
import type { DialectName } from './names.js';
import * as registry from './registry.js';

export { dialectNames, type DialectName } from './names.js';

/** Every warehouse that dbtgen knows, by its name. */
export const dialects: Readonly<Record<DialectName, Dialect>> = { ...registry };
