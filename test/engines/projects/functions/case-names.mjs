/** Which functions and operators a case is about. */
import { groups, scalars, windows } from './cases.mjs';

/** Every case with the scope that its expression is read in. */
export const allCases = [
  ...Object.values(scalars)
    .flat()
    .map(([text, value]) => ({ scope: 'row', text, values: [value] })),
  ...windows.map(([text, values]) => ({ scope: 'window', text, values })),
  ...groups.map(([text, ...values]) => ({ scope: 'aggregate', text, values })),
];

/** `substring` or `||` -> the cases in which it occurs. The parser is handed in: tests have its sources, the suite dist. */
export function casesByName({ parseExpression, partsOf }) {
  const found = new Map();
  for (const each of allCases) {
    const parsed = parseExpression(each.text, each.scope);
    if (parsed.kind === 'problems') throw new Error(`${each.text}: ${JSON.stringify(parsed.problems)}`);
    for (const name of new Set(namesIn(parsed.expression, partsOf)))
      found.set(name, [...(found.get(name) ?? []), each]);
  }
  return found;
}

function* namesIn(expression, partsOf) {
  if (expression.kind === 'call') yield expression.function;
  else if (expression.kind === 'window') yield expression.call.function;
  else if (expression.kind === 'binary' || expression.kind === 'logical') yield expression.operator;
  else yield expression.kind;
  for (const part of partsOf(expression)) yield* namesIn(part, partsOf);
}
