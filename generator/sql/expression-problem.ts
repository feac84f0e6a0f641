import type { Span } from './expression.js';

/**
 * Why an expression is refused. `type`: the parts don't fit together; `aggregate`, `window`: these have their place
 * elsewhere; the others are found by reading.
 */
export interface ExpressionProblem extends Span {
  readonly code:
    | 'syntax'
    | 'too_large'
    | 'second_statement'
    | 'comment'
    | 'unknown_function'
    | 'aggregate'
    | 'window'
    | 'clock'
    | 'not_allowed'
    | 'argument'
    | 'type';
  readonly message: string;
  /** What would be right, as the end of "expected …". */
  readonly expected?: string;
  /** Text that could stand there instead. */
  readonly suggestion?: string;
}

export function refused(
  code: ExpressionProblem['code'],
  message: string,
  { start, end }: Span,
  help: Pick<ExpressionProblem, 'expected' | 'suggestion'> = {},
): ExpressionProblem {
  return { code, message, ...help, start, end };
}
