import type { LogicalType } from '../../dialects/logical-type.js';
import { verbatim } from './yaml-value.js';
import type { Quality } from '../resolve/project.js';
import { formulaSql, type PlanContext } from './context.js';
import type { DataTest } from './data-tests.js';

/**
 * The tests that a blueprint asks for itself.
 *
 * @param exists the condition that leaves out reserved members, of which an expression can't be meant to hold
 */
export function qualityTests(
  model: string,
  quality: Quality,
  types: ReadonlyMap<string, LogicalType>,
  exists: string | undefined,
  context: PlanContext,
): DataTest[] {
  return quality.tests.map((test): DataTest => {
    const severity = test.severity === 'warn' ? { severity: 'warn' as const } : {};
    if (test.kind === 'row_count') {
      return {
        test: 'row_count_between',
        name: `${model}_row_count`,
        arguments: {
          ...(test.min === undefined ? {} : { min: test.min }),
          ...(test.max === undefined ? {} : { max: test.max }),
        },
        ...severity,
      };
    }
    const expression = formulaSql(test.formula, context, {
      column: (reference) => reference.name,
      typeOf: (reference) => types.get(reference.name),
    });
    return {
      test: 'expression_is_true',
      name: `${model}_${test.name}`,
      ...(test.description === undefined ? {} : { description: test.description }),
      arguments: { expression: verbatim(expression) },
      ...severity,
      ...(exists === undefined ? {} : { where: exists }),
    };
  });
}
