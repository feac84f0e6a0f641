/**
 * Users' text on its way through Jinja: dbt renders every SQL file and every YAML value, and what
 * the user wrote has to come out verbatim.
 */

/**
 * Runs of characters among which Jinja may find a delimiter of its own; whole runs, so that no brace is left to join with
 * the braces put beside it. Carriage returns, because Jinja makes line feeds of them. The last line feed of a text,
 * because Jinja drops it at the end of a template.
 */
const run = /[{}%#\r]+(?:\n$)?|\n$/g;
const special = /\{[{%#]|[}%#]\}|[\r\n]/;

/** `text` such that Jinja renders it verbatim: what Jinja would read becomes `{{ '…' }}` expressions. */
export function jinjaSafe(text: string): string {
  return text.replaceAll(run, (characters) =>
    special.test(characters) ? `{{ ${jinjaText(characters)} }}` : characters,
  );
}

/**
 * The same for a literal or a name inside of SQL: line feeds too become expressions, because what is generated
 * around it may be indented line by line, and a text must not be.
 */
export function jinjaSafeLine(text: string): string {
  return text.replaceAll(/[{}%#\r\n]+/g, (characters) =>
    special.test(characters) ? `{{ ${jinjaText(characters)} }}` : characters,
  );
}

/**
 * The same for a whole YAML value: unchanged, or one `{{ '…' }}` expression. Pieces of Jinja inside a
 * text would be rendered alike, but are harder to read and to edit.
 */
export function jinjaValue(text: string): string {
  return jinjaSafe(text) === text ? text : `{{ ${jinjaText(text)} }}`;
}

/** A Jinja string literal that evaluates to exactly `text`; without the braces around it. */
export function jinjaText(text: string): string {
  // As a person would: the other quotes where the text holds one kind.
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return `${quote}${text.replaceAll(quote === '"' ? /[\\\n\r\t]/g : /[\\'\n\r\t]/g, (character) => escapes[character] ?? character)}${quote}`;
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
