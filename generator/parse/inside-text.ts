import type { Location } from '../diagnostics/diagnostic.js';

/**
 * The place of a part of a text value. `value` is the text as YAML understood it, `part` offsets into it.
 * Quotes are stepped over; lines of a block are found one by one; where escapes or folding make the
 * way back unclear, the place of the whole value is given.
 */
export function insideText(
  location: Location,
  value: string,
  part: { readonly start: number; readonly end: number },
): Location {
  const { source, start } = location;
  const raw = source.text.slice(start, location.end);
  const at = (offset: number): Location => ({
    source,
    start: start + offset + part.start,
    end: start + offset + part.end,
  });
  if (raw === value) return at(0);
  if (/^["']/.test(raw) && raw.slice(1, -1) === value) return at(1);
  if (!/^[|>]/.test(raw)) return location;
  const before = value.slice(0, part.start);
  const lineNumber = before.split('\n').length - 1;
  const line = value.split('\n')[lineNumber] ?? '';
  let lineStart = 0;
  for (let skipped = 0; skipped <= lineNumber; skipped += 1) {
    lineStart = raw.indexOf('\n', lineStart) + 1;
    if (lineStart === 0) return location;
  }
  const column = raw.slice(lineStart).indexOf(line);
  const lineEnd = raw.indexOf('\n', lineStart);
  if (column < 0 || (lineEnd >= 0 && lineStart + column > lineEnd)) return location;
  const from = start + lineStart + column + (part.start - (before.lastIndexOf('\n') + 1));
  const length = Math.min(part.end, part.start + line.length) - part.start;
  return { source, start: from, end: from + length };
}
