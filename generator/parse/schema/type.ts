import type { LogicalType } from '../../../dialects/logical-type.js';
import { isTypeProblem, parseLogicalType } from '../../sql/logical-type.js';
import { parsedText, problem } from './problem.js';

const expected =
  'string, string(n), text, integer, bigint, decimal(p,s), float, boolean, date, timestamp, timestamp_tz, time, json, binary or uuid';

/** A type of the language, read into its parts. */
export const type = parsedText<LogicalType>('a type such as decimal(18,2)', (text) => {
  const result = parseLogicalType(text);
  if (!isTypeProblem(result)) return { value: result };
  const suggestion = result.suggestion === undefined ? {} : { suggestion: result.suggestion };
  return problem('DG205', { text, problem: result.problem }, { expected, ...suggestion });
}).describe(
  'Written where a column is born (in a source, or with an expression) and inherited after that. ' +
    'string, string(n), text, integer, bigint, decimal(p,s), float, boolean, date, timestamp (UTC), timestamp_tz, time, json, binary or uuid',
);
