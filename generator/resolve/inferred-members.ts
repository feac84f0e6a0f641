import type { Blueprint } from '../parse/blueprint.js';
import type { Place } from './place.js';

/** The dimensions that facts may infer members in, each with the first place where a lookup says so. */
export function inferringLookups(blueprints: readonly Blueprint[]): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  for (const blueprint of blueprints) {
    if (blueprint.kind !== 'fact') continue;
    blueprint.value.dimensions.forEach(({ dimension, missing }, index) => {
      if (missing === 'inferred' && !found.has(dimension))
        found.set(dimension, { locate: blueprint.locate, path: ['dimensions', index, 'missing'] });
    });
  }
  return found;
}
