/**
 * What Jinja makes of a text that dbtgen wrote around a user's: `{{ '…' }}` becomes its string, and nothing else
 * may be a delimiter. Calls of macros, which are not the user's, are given by `known`.
 */
export function renderJinja(
  text: string,
  known: (expression: string) => string | undefined = () => undefined,
): string {
  let rendered = '';
  let rest = text;
  for (;;) {
    const at = rest.search(/\{[{%#]/);
    if (at < 0) return rendered + rest;
    rendered += rest.slice(0, at);
    rest = rest.slice(at);
    const match = expression.exec(rest);
    if (match === null) throw new Error(`Jinja would read this: ${rest.slice(0, 60)}`);
    const written = match[1] ?? '';
    const value = alone.test(written) ? stringValue(written) : known(written);
    if (value === undefined) throw new Error(`Jinja would evaluate this: ${written.slice(0, 60)}`);
    rendered += value;
    rest = rest.slice(match[0].length);
  }
}

const string = String.raw`(?:'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*")`;
const expression = new RegExp(`^\\{\\{ ((?:${string}|[^'"{}])+) \\}\\}`);
const alone = new RegExp(`^${string}$`);

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

function stringValue(literal: string): string {
  return literal.slice(1, -1).replaceAll(/\\([\s\S])/g, (_, character: string) => {
    const value = escapes[character];
    if (value === undefined) throw new Error(`not an escape of ours: \\${character}`);
    return value;
  });
}
