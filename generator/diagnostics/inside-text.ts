import type { Location } from './diagnostic.js';

/**
 * The place of a part of a text value. `value` is the text as YAML understood it, `part` offsets into it. Quotes are
 * stepped over; where lines are folded or indented, only blanks differ from what is written, so the other characters
 * are counted. Where escapes make the way back unclear, the place of the whole value is given.
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
  const body = bodyOf(raw);
  const offsets = inkOffsets(body.text);
  const ink = inkOffsets(value);
  if (
    offsets.length !== ink.length ||
    ink.some((offset, index) => value[offset] !== body.text[offsets[index] ?? -1])
  )
    return location;
  const first = ink.findIndex((offset) => offset >= part.start);
  const last = ink.findLastIndex((offset) => offset < part.end);
  const from = start + body.start;
  // At the end of the text, and in blanks, there is no character to point at: the place behind the one before.
  if (first < 0 || last < first) {
    const before = offsets[(first < 0 ? ink.length : first) - 1];
    return before === undefined ? location : { source, start: from + before + 1, end: from + before + 1 };
  }
  return { source, start: from + (offsets[first] ?? 0), end: from + (offsets[last] ?? 0) + 1 };
}

/** What is written without its quotes, or without the first line of a block. */
function bodyOf(raw: string): { readonly text: string; readonly start: number } {
  if (/^["']/.test(raw)) return { text: raw.slice(1, -1), start: 1 };
  if (!/^[|>]/.test(raw)) return { text: raw, start: 0 };
  const start = raw.indexOf('\n') + 1;
  return { text: raw.slice(start), start };
}

/** Where the characters stand that are no blanks. */
function inkOffsets(text: string): readonly number[] {
  return [...text.matchAll(/\S/g)].map((match) => match.index);
}
