import * as registry from './registry.js';

/** A word that `dialect:` takes. */
export type DialectName = keyof typeof registry;

/** The words that `dialect:` takes, in the order of the alphabet. */
export const dialectNames = Object.keys(registry) as [DialectName, ...DialectName[]];
