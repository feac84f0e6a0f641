import type { Sql } from './dialect.js';

/** How tightly the outermost operator of a piece of SQL binds; a larger number binds tighter. */
export const precedence = {
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  concat: 5,
  sum: 6,
  product: 7,
  sign: 8,
  primary: 9,
} as const;

export type Precedence = (typeof precedence)[keyof typeof precedence];

const words: Readonly<Record<string, Precedence>> = {
  or: precedence.or,
  and: precedence.and,
  not: precedence.not,
  is: precedence.comparison,
  in: precedence.comparison,
  like: precedence.comparison,
  rlike: precedence.comparison,
  between: precedence.comparison,
  at: precedence.sign,
  union: precedence.or,
  select: precedence.or,
  with: precedence.or,
};
const operators: Readonly<Record<string, Precedence>> = {
  '||': precedence.concat,
  '+': precedence.sum,
  '-': precedence.sum,
  '*': precedence.product,
  '/': precedence.product,
  '%': precedence.product,
};

/**
 * Text literals, quoted names, words, numbers, operators, brackets; Jinja expressions count as one word.
 * Comments don't occur: user expressions have none and dbtgen writes none inside an expression.
 */
const token =
  /\{\{.*?\}\}|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|[\p{L}_][\p{L}\p{N}_$]*|\d[\w.]*|::|\|\||[<>=!~]+|[()[\]]|\S/gsu;

/** The precedence of the outermost operator in `sql`, whoever wrote it. */
export function precedenceOf(sql: Sql): Precedence {
  // Before a quote a backslash may or may not be an escape, as the dialect will have it. Parentheses are always right.
  if (sql.includes("\\'")) return precedence.or;
  let depth = 0;
  let lowest: Precedence = precedence.primary;
  let before = '';
  let isBetween = false;
  for (const [text] of sql.matchAll(token)) {
    const word = text.toLowerCase();
    if (word === '(' || word === '[' || word === 'case') depth += 1;
    else if (word === ')' || word === ']' || word === 'end') depth -= 1;
    else if (depth === 0) {
      const level = levelOf(word, before, isBetween);
      if (level !== undefined && level < lowest) lowest = level;
      // The next `and` is the one of `between low and high`.
      isBetween = word === 'between' || (isBetween && word !== 'and');
    }
    before = word;
  }
  return lowest;
}

function levelOf(word: string, before: string, isBetween: boolean): Precedence | undefined {
  const beginsOperand = before === '' || before === 'and' || before === 'or' || before === 'not';
  if (word === 'and' && isBetween) return undefined;
  // `is not`, `not in`, `not like`: part of the comparison.
  if (word === 'not' && !beginsOperand) return precedence.comparison;
  if (word === '-' && before === '') return precedence.sign;
  if (Object.hasOwn(words, word)) return words[word];
  if (Object.hasOwn(operators, word)) return operators[word];
  return /^[<>=!~]/.test(word) ? precedence.comparison : undefined;
}

/** `sql` in parentheses unless it binds at least as tightly as `least`. */
export function operand(sql: Sql, least: Precedence = precedence.primary): Sql {
  return precedenceOf(sql) >= least ? sql : `(${sql})`;
}
