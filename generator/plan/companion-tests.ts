import type { Dimension } from '../resolve/project.js';
import type { PlanContext } from './context.js';
import type { DataTest } from './data-tests.js';

/**
 * What holds between an attribute and its second column: a previous value is another one, and a current version shows
 * the present value.
 *
 * @param exists the condition that leaves out reserved members, where there are any
 */
export function companionTests(
  dimension: Dimension,
  exists: string | undefined,
  { dialect, project }: PlanContext,
): DataTest[] {
  const { isCurrent } = project.conventions;
  const where = exists === undefined ? {} : { where: exists };
  return dimension.attributes.flatMap(({ scd, name, type, companion }): DataTest[] => {
    if (companion === undefined) return [];
    return [
      scd === 3
        ? {
            test: 'expression_is_true',
            name: `${dimension.model}_${companion.name}_was_another`,
            arguments: {
              expression: `${companion.name} is null or ${dialect.isDistinct(companion.name, name, type)}`,
            },
            ...where,
          }
        : {
            test: 'expression_is_true',
            name: `${dimension.model}_${companion.name}_is_that_of_the_current_version`,
            arguments: {
              expression: `not ${isCurrent} or ${dialect.isNotDistinct(companion.name, name, type)}`,
            },
            ...where,
          },
    ];
  });
}
