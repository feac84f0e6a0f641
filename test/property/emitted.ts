import { parseDocument } from 'yaml';
import type { Dialect } from '../../dialects/dialect.js';
import { type DialectName, dialects } from '../../dialects/index.js';
import type { GeneratedTree } from '../../generator/pipeline.js';

/** What is wrong with a generated tree as far as its texts say: nothing here knows what they mean. */
export function structureProblems(tree: GeneratedTree): string[] {
  const hidden = quotedOrComment(dialects[tree.dialect as DialectName]);
  const seen = new Set<string>();
  return problemsOf(tree, (path, text) => {
    const lower = path.toLowerCase();
    return [
      ...(seen.size === seen.add(lower).size ? ['stands there twice'] : []),
      ...(/\.ya?ml$/.test(path) ? yamlProblems(text) : []),
      ...(path.endsWith('.sql') ? sqlProblems(text, hidden) : []),
    ];
  });
}

/** What an editor would mark. Texts of the user's that span lines may look like this, nothing else. */
export function layoutProblems(tree: GeneratedTree): string[] {
  return problemsOf(tree, (path, text) => [
    ...(/\bundefined\b|\[object /.test(text) && !path.startsWith('macros/')
      ? ['holds a value of the program']
      : []),
    ...(text.includes('\r') ? ['has a carriage return'] : []),
    ...(!text.endsWith('\n') || text.endsWith('\n\n') ? ['does not end with one line feed'] : []),
    ...(text.includes('\n\n\n') ? ['has two empty lines'] : []),
    ...(/[ \t]\n/.test(text) ? ['has blanks at the end of a line'] : []),
  ]);
}

function problemsOf(
  { dialect, files }: GeneratedTree,
  find: (path: string, text: string) => readonly string[],
): string[] {
  return files.flatMap(({ path, text }) =>
    find(path, text).map((problem) => `${dialect}/${path}: ${problem}`),
  );
}

function yamlProblems(text: string): string[] {
  const document = parseDocument(text, { version: '1.1', strict: true, uniqueKeys: true });
  return [...document.errors, ...document.warnings].map((error) => error.message);
}

/** Texts, quoted names and comments, as a dialect writes them: some have a backslash for an escape. */
export function quotedOrComment({ stringLiteral, quote }: Pick<Dialect, 'stringLiteral' | 'quote'>): RegExp {
  const text = stringLiteral('\\').length > 3 ? String.raw`'(?:[^'\\]|''|\\[\s\S])*'` : `'(?:[^']|'')*'`;
  const name = quote('\\').length > 3 ? String.raw`${'`'}(?:[^${'`'}\\]|\\[\s\S])*${'`'}` : '`(?:[^`]|``)*`';
  return new RegExp(String.raw`${text}|"(?:[^"]|"")*"|${name}|--[^\n]*`, 'g');
}

/** Parentheses and Jinja that are closed, with texts, names and comments left out. */
function sqlProblems(text: string, hidden: RegExp): string[] {
  const read = withoutJinja(text);
  if (read === undefined) return ['has an open piece of Jinja'];
  const { plain, statements } = read;
  const problems: string[] = [];
  const open: string[] = [];
  for (const statement of statements) {
    const [, end, word = '', rest = ''] =
      /^\{%-?\s*(end)?(if|for|macro|test|set|call|materialization)\b([^]*)/.exec(statement) ?? [];
    if (end !== undefined && open.pop() !== word) problems.push(`end${word} closes something else`);
    if (end === undefined && word !== '' && (word !== 'set' || !rest.includes('='))) open.push(word);
  }
  if (open.length > 0) problems.push(`${open.join(', ')} is not closed`);
  const bare = plain.replaceAll(hidden, (match) => (match.startsWith('-') ? '' : "''"));
  let depth = 0;
  for (const bracket of bare.match(/[()]/g) ?? []) {
    depth += bracket === '(' ? 1 : -1;
    if (depth < 0) break;
  }
  if (depth !== 0 && !text.includes('{% if')) problems.push('has unbalanced parentheses');
  if (/,\s*\)|\(\s*,|,\s*,|,\s*from\b|select\s+from\b|\bwhere\s*(?:\)|$)/i.test(bare))
    problems.push('has an empty place in a list');
  return problems;
}

/** Comments and statements left out, expressions as `x`; undefined where one is not closed. */
export function withoutJinja(
  text: string,
): { readonly plain: string; readonly statements: readonly string[] } | undefined {
  const statements: string[] = [];
  let plain = '';
  let at = 0;
  for (;;) {
    const open = text.slice(at).search(/\{[{%#]/);
    if (open < 0) return { plain: plain + text.slice(at), statements };
    plain += text.slice(at, at + open);
    at += open;
    const kind = text[at + 1] ?? '';
    const end =
      kind === '#' ? text.indexOf('#}', at) + 2 : endOfJinja(text, at + 2, kind === '{' ? '}}' : '%}');
    if (end < at + 4) return undefined;
    if (kind === '{') plain += 'x';
    if (kind === '%') statements.push(text.slice(at, end));
    at = end;
  }
}

/** The offset behind what closes an expression or a statement; strings and mappings inside are stepped over. */
function endOfJinja(text: string, start: number, closing: string): number {
  const token = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|%\}|[{}]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === '{') depth += 1;
    else if (match[0] === '}' && depth > 0) depth -= 1;
    else if (depth === 0 && text.startsWith(closing, match.index)) return match.index + 2;
  }
  return -1;
}
