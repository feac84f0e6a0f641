import type { Colors } from './colors.js';
import type { Location } from './diagnostic.js';
import { displayWidth } from './display-width.js';
import { lineStarts, span } from './position.js';
import { printable } from './printable.js';

const contextLines = 2;
const widestLine = 100;
const tab = '  ';

/** The lines around a location with their numbers, and carets below what is meant. */
export function codeFrame(location: Location, colors: Colors): string {
  const { text } = location.source;
  if (text === '') return '';
  const starts = lineStarts(location.source);
  const { start, end } = span(location);
  const first = Math.max(1, start.line - contextLines);
  const last = Math.min(starts.length, start.line + contextLines);
  const gutter = String(last).length;
  const lineText = (line: number) =>
    text.slice(starts[line - 1], starts[line] ?? text.length).replace(/\r?\n$/, '');

  const marked = cells(lineText(start.line));
  const from = Math.min(start.column - 1, marked.length);
  // What spans lines is marked to the end of its first line.
  const to = end.line > start.line ? marked.length : end.column - 1;
  const shift = hiddenCells(marked, from);

  const output: string[] = [];
  for (let line = first; line <= last; line += 1) {
    // An empty last line is only the end of the file.
    if (line === starts.length && line > start.line && lineText(line) === '') continue;
    const number = String(line).padStart(gutter);
    const shown = visible(cells(lineText(line)), shift);
    if (line !== start.line) {
      output.push(colors.dim(`  ${number} | ${shown.text}`.trimEnd()));
      continue;
    }
    const before = columnsBetween(marked, shown.first, from) + shown.lead;
    const room = Math.max(1, shown.lead + shown.columns - before);
    const length = Math.min(Math.max(1, columnsBetween(marked, from, to)), room);
    output.push(`${colors.red('>')} ${colors.dim(`${number} |`)} ${shown.text}`.trimEnd());
    output.push(
      `  ${colors.dim(`${' '.repeat(gutter)} |`)} ${' '.repeat(before)}${colors.red('^'.repeat(length))}`,
    );
  }
  return output.join('\n');
}

/** One entry per UTF-16 unit: what it shows and how wide it is. The second half of a pair shows nothing. */
interface Cell {
  readonly shown: string;
  readonly width: number;
}

function cells(line: string): readonly Cell[] {
  const result: Cell[] = [];
  for (const character of line) {
    if (character === '\t') result.push({ shown: tab, width: tab.length });
    else {
      const shown = printable(character);
      result.push({ shown, width: displayWidth(shown) });
    }
    if (character.length === 2) result.push({ shown: '', width: 0 });
  }
  return result;
}

/** How many cells of the marked line are left out at its front, so that the mark is in view. */
function hiddenCells(line: readonly Cell[], from: number): number {
  const whole = columnsBetween(line, 0, line.length);
  const lead = columnsBetween(line, 0, from);
  if (whole <= widestLine || lead <= widestLine * 0.75) return 0;
  let hidden = 0;
  for (let columns = 0; columns < lead - widestLine / 2; hidden += 1) columns += widthAt(line, hidden);
  return hidden;
}

function visible(
  line: readonly Cell[],
  hidden: number,
): { text: string; first: number; lead: number; columns: number } {
  const first = Math.min(hidden, line.length);
  const lead = hidden > 0 && line.length > 0 ? 1 : 0;
  let end = first;
  let columns = 0;
  while (end < line.length && columns + widthAt(line, end) <= widestLine) {
    columns += widthAt(line, end);
    end += 1;
  }
  const text = line
    .slice(first, end)
    .map((cell) => cell.shown)
    .join('');
  return { text: `${lead ? '…' : ''}${text}${end < line.length ? '…' : ''}`, first, lead, columns };
}

function widthAt(line: readonly Cell[], at: number): number {
  return line[at]?.width ?? 0;
}

function columnsBetween(line: readonly Cell[], from: number, to: number): number {
  let columns = 0;
  for (let at = from; at < Math.min(to, line.length); at += 1) columns += widthAt(line, at);
  return columns;
}
