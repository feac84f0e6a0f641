import type { Location, SourceText } from '../diagnostics/diagnostic.js';

/** A value of a document together with the places it came from; aliases share the value they stand for. */
export interface Located {
  readonly value: unknown;
  readonly start: number;
  readonly end: number;
  /** How many values it is, written out. */
  readonly size: number;
  /** How many levels of collections it is. */
  readonly height: number;
  readonly entries?: ReadonlyMap<string, LocatedEntry>;
  readonly items?: readonly Located[];
}

export interface LocatedEntry {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly located: Located;
}

export type Path = readonly (string | number)[];

/** Finds the place of a value, or of its key, in a document. A path that isn't there gives its nearest ancestor. */
export function locator(source: SourceText, root: Located): (path: Path, part?: 'key' | 'value') => Location {
  return (path, part = 'value') => {
    let located = root;
    // A document is named by its first key: that is where the whole of it is pointed at.
    let entry: LocatedEntry | undefined = root.entries?.values().next().value;
    let complete = true;
    for (const step of path) {
      const nextEntry = typeof step === 'string' ? located.entries?.get(step) : undefined;
      const next = typeof step === 'number' ? located.items?.[step] : nextEntry?.located;
      if (!next) {
        complete = false;
        break;
      }
      located = next;
      entry = nextEntry;
    }
    const atKey = part === 'key' || !complete || located === root || located.start === located.end;
    if (entry && atKey) return { source, start: entry.keyStart, end: entry.keyEnd };
    return { source, start: located.start, end: located.end };
  };
}
