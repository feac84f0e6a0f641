/** The rows of the page of results: what the language of this version can say. */
import { schemas } from '../../../dist/generator/parse/schema/index.js';
import { unsupported } from '../../../dist/generator/parse/unsupported.js';
import { loadExpressionParser, parseExpression } from '../../../dist/generator/sql/parse-expression.js';
import { partsOf } from '../../../dist/generator/sql/parts-of.js';
import { features } from '../features/features.mjs';
import { casesByName } from '../projects/functions/case-names.mjs';

/**
 * @param {readonly import('./projects.mjs').Project[]} projects
 * @returns {Promise<{ features: object[], functions: { name: string, cases: number }[] }>} every feature with the models
 *   that use it; every function and operator with the number of cases in which it occurs
 */
export async function languageOf(projects) {
  await loadExpressionParser();
  const named = casesByName({ parseExpression, partsOf });
  return {
    features: features({ schemas, unsupported }, projects),
    functions: [...named]
      .filter(([name]) => !literals.has(name))
      .map(([name, cases]) => ({ name: spelled[name] ?? name, cases: cases.length })),
  };
}

/** Kinds of expressions that are no function and no operator. */
const literals = new Set([
  'column',
  'text',
  'number',
  'boolean',
  'null',
  'date',
  'timestamp',
  'interval',
  'star',
]);

/** Where the tree has a name of its own for what a person writes. */
const spelled = {
  is_null: 'is null',
  distinct: 'is distinct from',
  negate: '-x',
};
