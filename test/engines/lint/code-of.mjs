/**
 * SQL without what is not code: texts, quoted names, comments and Jinja are blanked, line feeds stay, so that a place in
 * the answer is the same place in `sql`.
 *
 * @param sql       a statement or a file
 * @param backslash 'escapes' or 'is_itself': what it does in a text of this warehouse
 */
export function codeOf(sql, backslash) {
  const text = backslash === 'escapes' ? /'(?:[^'\\]|\\[\s\S]|'')*'/ : /'(?:[^']|'')*'/;
  const opaque = new RegExp(
    [
      /--[^\n]*/,
      /\/\*[\s\S]*?\*\//,
      /\{#[\s\S]*?#\}/,
      /\{%[\s\S]*?%\}/,
      /\{\{(?:'[^']*'|"[^"]*"|[^'"])*?\}\}/,
      text,
      /"(?:[^"]|"")*"/,
      /`[^`]*`/,
    ]
      .map(({ source }) => source)
      .join('|'),
    'g',
  );
  return sql.replaceAll(opaque, (found) => found.replaceAll(/[^\n]/g, ' '));
}

/** The line of the place `at` in a text that begins on `first`. */
export const lineAt = (text, at, first) => first + text.slice(0, at).split('\n').length - 1;
