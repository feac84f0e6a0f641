import { codeOf, lineAt } from '../code-of.mjs';

/**
 * A rule that finds syntax by its look.
 *
 * @param patterns  [{ pattern, what }]; `pattern` is matched against code without texts and comments
 * @param backslash 'escapes' or 'is_itself', see code-of.mjs
 */
export function patternRule(name, backslash, patterns) {
  return ({ sql }) =>
    sql.flatMap(({ path, line, text }) => {
      const code = codeOf(text, backslash);
      return patterns.flatMap(({ pattern, what }) =>
        [...code.matchAll(new RegExp(pattern.source, 'gi'))].map((match) => ({
          path,
          line: lineAt(text, match.index, line),
          rule: name,
          what,
        })),
      );
    });
}
