import type { Dialect } from '../../dialects/dialect.js';

/** How a warehouse reads a backslash in a text literal. */
export type Backslash = 'escapes' | 'is_itself';

/** What of a dialect says how texts are written. */
export type TextDialect = Pick<Dialect, 'stringLiteral'>;

/** A dialect in which it escapes has to write it twice. */
export function backslashIn(dialect: TextDialect): Backslash {
  return dialect.stringLiteral('\\').includes('\\\\') ? 'escapes' : 'is_itself';
}

/**
 * Says for each character of a dbt model whether it is code: `true` outside of texts, quoted names, comments and Jinja.
 *
 * @param sql a whole file, because a text may go over several lines
 */
export function codeMask(sql: string, backslash: Backslash): readonly boolean[] {
  const mask = new Array<boolean>(sql.length).fill(false);
  let at = 0;
  while (at < sql.length) {
    const end = opaqueEnd(sql, at, backslash);
    if (end === at) mask[at++] = true;
    else at = end;
  }
  return mask;
}

/** Where the text, name, comment or Jinja ends that begins at `at`; `at` itself where code is. */
function opaqueEnd(sql: string, at: number, backslash: Backslash): number {
  const two = sql.slice(at, at + 2);
  switch (two) {
    case '--':
      return endAfter(sql, '\n', at);
    case '/*':
      return endAfter(sql, '*/', at);
    case '{#':
      return endAfter(sql, '#}', at);
    case '{{':
    case '{%':
      return jinjaEnd(sql, at);
  }
  const quote = sql[at] ?? '';
  return `'"\``.includes(quote) ? quotedEnd(sql, at, quote, backslash) : at;
}

function quotedEnd(sql: string, start: number, quote: string, backslash: Backslash): number {
  let at = start + 1;
  while (at < sql.length) {
    if (sql.startsWith('{{', at)) at = jinjaEnd(sql, at);
    else if (sql[at] === '\\' && backslash === 'escapes') at += 2;
    else if (sql[at] !== quote) at++;
    else if (sql[at + 1] === quote) at += 2;
    else return at + 1;
  }
  return sql.length;
}

/** The end of a Jinja expression or statement; what closes it may also stand in a text of it. */
function jinjaEnd(sql: string, start: number): number {
  const close = sql.startsWith('{{', start) ? '}}' : '%}';
  let at = start + 2;
  while (at < sql.length) {
    const character = sql[at] ?? '';
    if (sql.startsWith(close, at)) return at + 2;
    if (character === "'" || character === '"') {
      at++;
      while (at < sql.length && sql[at] !== character) at += sql[at] === '\\' ? 2 : 1;
    }
    at++;
  }
  return sql.length;
}

function endAfter(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from + 2);
  return found < 0 ? sql.length : found + mark.length;
}
