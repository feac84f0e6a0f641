import { nearest } from '../diagnostics/nearest.js';
import type { Call, Expression, Span } from './expression.js';
import { refused, type ExpressionProblem } from './expression-problem.js';
import { isLiteral, signatureOf } from './signatures.js';

/** What is wrong with an argument that can be judged by reading it. */
export function argumentProblem(
  name: Call['function'],
  index: number,
  argument: Expression,
  call: Span,
): ExpressionProblem | undefined {
  const span = argument.span ?? call;
  const { takes } = signatureOf(name);
  const wants = takes[Math.min(index, takes.length - 1)];
  if (wants !== undefined && isLiteral(wants)) {
    if (argument.kind !== 'string')
      return refused('argument', `${name} needs ${wants.literal} written out as a text`, span, {
        expected: wants.check('') ?? '',
      });
    const expected = wants.check(argument.value);
    if (expected === null) return undefined;
    const suggestion = wants.choices && nearest(argument.value, wants.choices);
    return refused('argument', `'${argument.value}' is not ${wants.literal} of ${name}`, span, {
      expected,
      ...(suggestion !== undefined && { suggestion: `'${suggestion}'` }),
    });
  }
  const rule = rules[`${name} ${index}`];
  const expected = rule?.(argument);
  return expected === undefined
    ? undefined
    : refused('argument', `${name} can't take this portably`, span, { expected });
}

const atLeast =
  (least: number, expected: string) =>
  (argument: Expression): string | undefined =>
    argument.kind === 'number' && Number(argument.value) < least ? expected : undefined;

/** Engines disagree about the values that these refuse. Values that are not literals are the author's to keep in range. */
const rules: Readonly<Record<string, (argument: Expression) => string | undefined>> = {
  'substring 1': atLeast(1, 'a position from 1 on; right(x, n) counts from the end'),
  'substring 2': atLeast(0, 'a length from 0 on'),
  'left 1': atLeast(0, 'a length from 0 on'),
  'right 1': atLeast(0, 'a length from 0 on'),
  'lpad 1': atLeast(0, 'a length from 0 on'),
  'lpad 2': (argument) =>
    argument.kind === 'string' && argument.value === '' ? 'a text to fill with that is not empty' : undefined,
  'split_part 2': atLeast(1, 'a part from 1 on'),
  'split_part 1': (argument) =>
    argument.kind === 'string' && argument.value === '' ? 'a separator that is not empty' : undefined,
  'replace 1': (argument) =>
    argument.kind === 'string' && argument.value === '' ? 'a text that is not empty' : undefined,
  'lag 1': atLeast(0, 'a number of rows from 0 on'),
  'lead 1': atLeast(0, 'a number of rows from 0 on'),
  'regexp_like 1': portablePattern,
  'regexp_replace 1': portablePattern,
  // References to groups are \1 on some engines, $1 on others.
  'regexp_replace 2': (argument) =>
    argument.kind === 'string' && /[\\$]/.test(argument.value) ? 'plain text, without \\ and $' : undefined,
};

/** What RE2, Java, and PostgreSQL's expressions read alike. */
function portablePattern(argument: Expression): string | undefined {
  if (argument.kind !== 'string') return 'the pattern written out as a text';
  const { value } = argument;
  if (value === '') return 'a pattern that is not empty';
  if (value.includes('(?')) return 'a pattern without (?…)';
  if (/(?:^|[^\\])(?:\\\\)*[*+?}][?+]/.test(value))
    return 'a pattern without lazy or possessive repetition, such as *? or ++';
  if (value.includes('[[:')) return 'a pattern with ranges such as [a-z] instead of named classes';
  if (/\\[0-9]/.test(value)) return 'a pattern without references to its groups';
  const escape = /(?:^|[^\\])(?:\\\\)*\\([A-Za-z])/.exec(value)?.[1];
  return escape === undefined || 'dwsDWS'.includes(escape)
    ? undefined
    : 'of the escapes only \\d \\w \\s \\D \\W \\S and those of punctuation';
}
