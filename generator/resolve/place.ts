import type { Location } from '../diagnostics/diagnostic.js';

/** The path of a value in its document. */
export type Path = readonly (string | number)[];

/** A value's place: its document's locate function and its path. */
export interface Place {
  readonly locate: (path: Path, part?: 'key' | 'value') => Location;
  readonly path: Path;
}

export function at(place: Place, ...path: Path): Place {
  return { locate: place.locate, path: [...place.path, ...path] };
}

export function locationOf(place: Place, part?: 'key' | 'value'): Location {
  return place.locate(place.path, part);
}
