import type { Blueprint } from '../parse/blueprint.js';
import type { Lookup } from '../parse/schema/lookup.js';
import type { Place } from './place.js';

/** The dimensions that others may infer members in, each with the first place where a lookup says so: of facts, else of dimensions. */
export function inferringLookups(blueprints: readonly Blueprint[]): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  const collect = (lookups: readonly Lookup[], key: string, locate: Blueprint['locate']) =>
    lookups.forEach(({ dimension, missing }, index) => {
      if (missing === 'inferred' && !found.has(dimension))
        found.set(dimension, { locate, path: [key, index, 'missing'] });
    });
  for (const { kind, value, locate } of blueprints)
    if (kind === 'fact') collect(value.dimensions, 'dimensions', locate);
  for (const { kind, value, locate } of blueprints)
    if (kind === 'dimension') collect(value.references ?? [], 'references', locate);
  return found;
}
