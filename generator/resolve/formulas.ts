import { dialectNames } from '../../dialects/names.js';
import type { LogicalType } from '../../dialects/logical-type.js';
import type { Expression as ExpressionText } from '../parse/schema/index.js';
import { logicalTypeText } from '../sql/logical-type.js';
import { columnsOf } from '../sql/columns-of.js';
import type { Column as ColumnReference, Expression } from '../sql/expression.js';
import type { ExpressionProblem } from '../sql/expression-problem.js';
import { inferType } from '../sql/infer-type.js';
import { mapColumns } from '../sql/inline-columns.js';
import { type ExpressionScope, parseExpression } from '../sql/parse-expression.js';
import type { Location } from '../diagnostics/diagnostic.js';
import { insideText } from '../diagnostics/inside-text.js';
import type { Findings } from './findings.js';
import { at, locationOf, type Place } from './place.js';
import type { Column, Formula } from './project.js';

/** What a column reference turned out to be. */
export interface FoundColumn {
  readonly name: string;
  readonly qualifier?: string;
  /** Undefined for a raw source column. */
  readonly type: LogicalType | undefined;
  /** What else is known of it, where it is a column of a relation. */
  readonly column?: Column;
  /** Set for a column declared above: what it stands for. */
  readonly inline?: Expression;
}

export interface FormulaScope {
  readonly allowed: ExpressionScope;
  /** The column, or undefined after having said why not. */
  readonly find: (
    reference: { readonly name: string; readonly qualifier?: string },
    location: Location,
  ) => FoundColumn | undefined;
  /** The dialects that the project is built for. */
  readonly dialects: readonly string[];
}

export interface ResolvedFormula {
  readonly formula: Formula;
  /** What it gives, where that is known. */
  readonly type: LogicalType | undefined;
}

/**
 * A user's expression, parsed, its columns found, its types checked.
 *
 * @param purpose `value`, or `condition` for what has to be true or false
 * @returns undefined after having said what is wrong
 */
export function resolveFormula(
  text: ExpressionText,
  place: Place,
  scope: FormulaScope,
  purpose: 'value' | 'condition',
  findings: Findings,
): ResolvedFormula | undefined {
  if (typeof text === 'string') {
    const portable = portableExpression(text, place, scope, purpose, findings);
    return portable === undefined
      ? undefined
      : {
          formula: {
            kind: 'portable',
            expression: portable.expression,
            ...(portable.type === undefined ? {} : { type: portable.type }),
          },
          type: portable.type,
        };
  }
  const byDialect = Object.fromEntries(
    dialectNames.flatMap((dialect) => (text[dialect] === undefined ? [] : [[dialect, text[dialect]]])),
  );
  const otherwise =
    text.default === undefined
      ? undefined
      : portableExpression(text.default, at(place, 'default'), scope, purpose, findings);
  if (text.default !== undefined && otherwise === undefined) return undefined;
  const uncovered = scope.dialects.filter((dialect) => byDialect[dialect] === undefined);
  if (otherwise === undefined && uncovered.length > 0) {
    findings.add('DG421', { dialects: uncovered.join(', ') }, locationOf(place), {
      expected: `default: <portable SQL>, or ${uncovered.map((dialect) => `${dialect}: …`).join(', ')}`,
    });
    return undefined;
  }
  return {
    formula: {
      kind: 'native',
      byDialect,
      ...(otherwise === undefined ? {} : { otherwise: otherwise.expression }),
    },
    type: otherwise?.type,
  };
}

function portableExpression(
  text: string,
  place: Place,
  scope: FormulaScope,
  purpose: 'value' | 'condition',
  findings: Findings,
): { expression: Expression; type: LogicalType | undefined } | undefined {
  const parsed = parseExpression(text, scope.allowed);
  if (parsed.kind === 'problems') {
    for (const problem of parsed.problems) tell(problem, text, place, findings);
    return undefined;
  }
  const found = new Map<string, FoundColumn>();
  let complete = true;
  for (const reference of columnsOf(parsed.expression)) {
    const location = insideText(locationOf(place), text, reference.span ?? { start: 0, end: text.length });
    const column = scope.find(reference, location);
    if (column === undefined) complete = false;
    else found.set(nameOf(reference), column);
  }
  if (!complete) return undefined;
  const typeOf = (reference: ColumnReference) => found.get(nameOf(reference))?.type;
  const inferred = inferType(parsed.expression, typeOf);
  for (const problem of inferred.problems) tell(problem, text, place, findings);
  if (inferred.problems.length > 0) return undefined;
  if (purpose === 'condition' && inferred.type !== undefined && inferred.type.kind !== 'boolean') {
    findings.add('DG419', { key: keyOf(place), type: logicalTypeText(inferred.type) }, locationOf(place), {
      expected: 'a comparison, such as x = 1',
    });
    return undefined;
  }
  const expression = mapColumns(parsed.expression, (reference) => {
    const column = found.get(nameOf(reference));
    if (column?.inline !== undefined) return column.inline;
    return {
      kind: 'column',
      name: column?.name ?? reference.name,
      ...(column?.qualifier === undefined ? {} : { qualifier: column.qualifier }),
    };
  });
  return { expression, type: inferred.type };
}

/** The key that holds an expression; `default` of an expression per dialect is told by the key above it. */
function keyOf({ path }: Place): string {
  return String(path.findLast((step) => typeof step === 'string' && step !== 'default') ?? 'expression');
}

function nameOf(reference: { readonly name: string; readonly qualifier?: string }): string {
  return reference.qualifier === undefined ? reference.name : `${reference.qualifier}.${reference.name}`;
}

function tell(problem: ExpressionProblem, text: string, place: Place, findings: Findings): void {
  const location = insideText(locationOf(place), text, problem);
  const advice = { expected: problem.expected, suggestion: problem.suggestion };
  const words = text.slice(problem.start, problem.end);
  switch (problem.code) {
    case 'syntax':
      return findings.add('DG410', { problem: problem.message }, location, advice);
    case 'too_large':
      return findings.add('DG423', {}, location, advice);
    case 'second_statement':
      return findings.add('DG411', {}, location, advice);
    case 'comment':
      return findings.add('DG412', {}, location, advice);
    case 'unknown_function':
      return findings.add('DG413', { name: /^[\w."]+/.exec(words)?.[0] ?? words }, location, advice);
    case 'aggregate':
      return findings.add('DG415', { name: words }, location, advice);
    case 'window':
      return findings.add('DG416', { name: words }, location, advice);
    case 'clock':
      return findings.add('DG420', { name: words }, location, advice);
    case 'argument':
      return findings.add('DG417', { problem: problem.message }, location, advice);
    case 'type':
      return findings.add('DG418', { problem: problem.message }, location, advice);
    case 'not_allowed':
      return findings.add('DG414', { what: problem.message }, location, advice);
  }
}
