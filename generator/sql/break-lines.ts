import { type Backslash, codeMask } from './code-mask.js';

/** As the emitted `.sqlfluff` has it. */
export const lineWidth = 100;

/**
 * A dbt file whose lines are no longer than `lineWidth`, where there is a place to break them: the widest brackets, or
 * the widest `case`, of a line are opened, what is in them goes to lines of its own, and these are looked at again.
 *
 * Texts, quoted names, comments and Jinja are never broken.
 */
export function breakLines(sql: string, backslash: Backslash): string {
  const lines = sql.split('\n');
  if (!lines.some((line) => line.length > lineWidth)) return sql;
  const mask = codeMask(sql, backslash);
  let start = 0;
  return lines
    .flatMap((text) => {
      const from = start;
      start += text.length + 1;
      return broken({ text, isCode: mask.slice(from, from + text.length) });
    })
    .join('\n');
}

/** A part of the file on one line, with what `codeMask` says about it. */
interface Piece {
  readonly text: string;
  readonly isCode: readonly boolean[];
}

/** Something that can be opened: its inside lies between `open` and `close`, which say where the inside's ends are. */
interface Group {
  readonly kind: 'brackets' | 'case';
  readonly open: number;
  readonly close: number;
}

function broken(piece: Piece): string[] {
  if (piece.text.length <= lineWidth) return [piece.text];
  const indent = piece.text.length - piece.text.trimStart().length;
  if (piece.text.startsWith('when ', indent)) return brokenBranch(piece, indent);
  if (piece.text.startsWith('select ', indent)) return brokenSelect(piece, indent);
  return opened(piece, indent);
}

/** The widest group of a line opened, if it has one. */
function opened(piece: Piece, indent: number): string[] {
  const group = widestGroup(piece);
  if (group === undefined) return [piece.text];
  const inside = parts(cut(piece, group.open, group.close), insideOf(piece, group));
  return [
    ...broken(trimmedEnd(cut(piece, 0, group.open))),
    ...inside.flatMap((part) => broken(indented(part, indent + 4))),
    ...broken(indented(cut(piece, group.close, piece.text.length), indent)),
  ];
}

/** What is selected stands below the word where it takes several lines, and beside it where it can't be broken. */
function brokenSelect(piece: Piece, indent: number): string[] {
  const word = 'select ';
  const item = indented(cut(piece, indent + word.length, piece.text.length), indent + 4);
  const lines = opened(item, indent + 4);
  return lines.length === 1 ? [piece.text] : [`${' '.repeat(indent)}${word.trimEnd()}`, ...lines];
}

/** A branch of a `case`: what it gives goes below what it asks, which goes below the word where it is long itself. */
function brokenBranch(piece: Piece, indent: number): string[] {
  const [asked = piece, ...given] = split(piece, ['then']);
  const deeper = (part: Piece): string[] => broken(indented(part, indent + 4));
  const condition = trimmedEnd(asked);
  const question =
    condition.text.length <= lineWidth
      ? [condition.text]
      : [
          `${' '.repeat(indent)}when`,
          ...parts(cut(condition, indent + 'when '.length, condition.text.length), 'list').flatMap(deeper),
        ];
  return [...question, ...given.flatMap(deeper)];
}

/** The widest group of a line that lies in no other group; nothing where all of them are empty. */
function widestGroup(piece: Piece): Group | undefined {
  const groups = outerGroups(piece).filter(({ open, close }) => piece.text.slice(open, close).trim() !== '');
  return groups.reduce<Group | undefined>(
    (widest, group) =>
      widest === undefined || group.close - group.open > widest.close - widest.open ? group : widest,
    undefined,
  );
}

/** Groups that open and close in the line and lie in no other. */
function outerGroups(piece: Piece): Group[] {
  const found: Group[] = [];
  const opened: Pick<Group, 'kind' | 'open'>[] = [];
  for (const { word, at } of words(piece)) {
    if (word === '(' || word === '[') opened.push({ kind: 'brackets', open: at + 1 });
    else if (word === 'case') opened.push({ kind: 'case', open: at + 4 });
    else if (word === ')' || word === ']' || word === 'end') {
      const start = opened.pop();
      if (start === undefined) found.length = 0;
      else found.push({ ...start, close: at });
    }
  }
  return found.filter(
    (group) => !found.some((other) => other.open < group.open && group.close < other.close),
  );
}

/** Words and single signs of the code in a piece. */
function words({ text, isCode }: Piece): { word: string; at: number }[] {
  return [...text.matchAll(/\w+|\|\||\S/g)]
    .map((match) => ({ word: match[0], at: match.index }))
    .filter(({ at }) => isCode[at]);
}

type Inside = 'case' | 'window' | 'query' | 'list';

function insideOf({ text }: Piece, { kind, open, close }: Group): Inside {
  if (kind === 'case') return 'case';
  if (/\bover \($/.test(text.slice(0, open))) return 'window';
  return /^select\b/.test(text.slice(open, close)) ? 'query' : 'list';
}

/** The lines that the inside of a group becomes. */
function parts(piece: Piece, inside: Inside): Piece[] {
  switch (inside) {
    case 'case':
      return split(piece, ['when', 'else']);
    case 'window':
      return split(piece, ['order', 'rows']);
    case 'query':
      return split(piece, ['from', 'where']);
    case 'list': {
      for (const separator of [',', 'or', 'and', '||']) {
        const found = split(piece, [separator]);
        if (found.length > 1) return found;
      }
      return [piece];
    }
  }
}

/** Cuts before each of the words, and after a comma, where no group is open. */
function split(piece: Piece, separators: readonly string[]): Piece[] {
  const groups = outerGroups(piece);
  const cuts: number[] = [];
  let between = false;
  for (const { word, at } of words(piece)) {
    if (groups.some(({ open, close }) => open <= at && at < close)) continue;
    if (separators.includes(word) && !(word === 'and' && between)) cuts.push(word === ',' ? at + 1 : at);
    if (word === 'between') between = true;
    else if (word === 'and') between = false;
  }
  return [0, ...cuts]
    .map((from, index) => cut(piece, from, cuts[index] ?? piece.text.length))
    .filter(({ text }) => text.trim() !== '');
}

const cut = ({ text, isCode }: Piece, from: number, to: number): Piece => ({
  text: text.slice(from, to),
  isCode: isCode.slice(from, to),
});

function indented(piece: Piece, indent: number): Piece {
  const { text, isCode } = trimmedEnd(piece);
  const blanks = text.length - text.trimStart().length;
  return {
    text: ' '.repeat(indent) + text.slice(blanks),
    isCode: [...new Array<boolean>(indent).fill(true), ...isCode.slice(blanks)],
  };
}

function trimmedEnd({ text, isCode }: Piece): Piece {
  const end = text.trimEnd().length;
  return { text: text.slice(0, end), isCode: isCode.slice(0, end) };
}
