import { codeOf, lineAt } from '../code-of.mjs';

/** Words before a bracket that call nothing: clauses, operators, types with a length. */
const NO_FUNCTIONS = new Set(
  (
    'all and any as between by case cluster comment distkey else end except exists from group having in insert intersect into is join lateral like not on or order ' +
    'over partition recursive returning select set sort sortkey table then union update using values when where with ' +
    'binary bignumeric char character decimal number numeric string time timestamp timestamp_ntz timestamp_tz timestamptz varbinary varbyte varchar varying'
  ).split(' '),
);

/**
 * A rule that finds calls of functions which a warehouse does not document. A name behind a dot or `with` is a table's.
 *
 * @param known     names in lower case
 * @param backslash 'escapes' or 'is_itself', see code-of.mjs
 */
export function knownFunctions(name, backslash, known) {
  return ({ sql }) =>
    sql.flatMap(({ path, line, text }) => {
      const code = codeOf(text, backslash);
      return [...code.matchAll(/(?<![\w.$])([a-z_]\w*) ?\(/gi)]
        .filter((match) => !isColumnList(code, match.index))
        .map((match) => ({ called: match[1].toLowerCase(), at: match.index }))
        .filter(({ called }) => !NO_FUNCTIONS.has(called) && !known.has(called) && !called.startsWith('f_'))
        .map(({ called, at }) => ({
          path,
          line: lineAt(text, at, line),
          rule: name,
          what: `${called}() is not among the functions that were looked up in the manual`,
        }));
    });
}

/** Whether the name before a bracket is a table or alias with a list of its columns. */
const isColumnList = (code, at) =>
  /\b(?:into|table|exists|view|as|references)\s+$/i.test(code.slice(Math.max(0, at - 20), at));
