import type { parseExpression } from '../../../../generator/sql/parse-expression.js';
import type { partsOf } from '../../../../generator/sql/parts-of.js';

export interface NamedCase {
  readonly scope: 'row' | 'window' | 'aggregate';
  readonly text: string;
  readonly values: readonly (string | null)[];
}
export const allCases: readonly NamedCase[];
export function casesByName(parser: {
  readonly parseExpression: typeof parseExpression;
  readonly partsOf: typeof partsOf;
}): ReadonlyMap<string, readonly NamedCase[]>;
