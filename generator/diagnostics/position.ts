import type { Location, SourceText } from './diagnostic.js';

/** Counted from 1; columns in UTF-16 units, as editors and GitHub count them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStartsOf = new WeakMap<SourceText, readonly number[]>();

/** Offsets at which the lines of a file start. Found once per file. */
export function lineStarts(source: SourceText): readonly number[] {
  const known = lineStartsOf.get(source);
  if (known) return known;
  const starts = [0];
  for (let at = source.text.indexOf('\n'); at >= 0; at = source.text.indexOf('\n', at + 1))
    starts.push(at + 1);
  lineStartsOf.set(source, starts);
  return starts;
}

/** Line and column of an offset. */
export function positionAt(source: SourceText, offset: number): Position {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** Start and end of a location; the end is the position after its last character. */
export function span(location: Location): { readonly start: Position; readonly end: Position } {
  return {
    start: positionAt(location.source, location.start),
    end: positionAt(location.source, location.end),
  };
}
