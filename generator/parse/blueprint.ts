import type { Location } from '../diagnostics/diagnostic.js';
import type { BlueprintValues } from './schema/index.js';

export type BlueprintKind = keyof BlueprintValues;

/** One YAML document: its kind, its value as the schema typed it, and the way back to its text. */
export type Blueprint = { readonly [K in BlueprintKind]: BlueprintOf<K> }[BlueprintKind];

export interface BlueprintOf<K extends BlueprintKind> {
  readonly kind: K;
  readonly value: BlueprintValues[K];
  /**
   * The place of a value in the file, by its path from the document's root. With `key` the place of the
   * key itself. A path that isn't there gives its nearest ancestor that is.
   */
  readonly locate: (path: readonly (string | number)[], part?: 'key' | 'value') => Location;
}
