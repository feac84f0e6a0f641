import { operand, precedence } from '../../dialects/precedence.js';
import type { Dimension } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import type { PlanContext } from './context.js';
import { type Step, step } from './step.js';

/**
 * The CTE `previous_values`: for each key that ever lived, what the attributes of scd 3 said before their last change.
 * Null where one never changed. No steps where no attribute has scd 3.
 *
 * @param followsDeletes whether the states tell of deletes, whose own values count for nothing
 */
export function previousValues(
  dimension: Dimension,
  key: readonly string[],
  followsDeletes: boolean,
  { dialect }: PlanContext,
): Step[] {
  const followed = dimension.attributes.filter((attribute) => attribute.scd === 3);
  if (followed.length === 0) return [];
  const names = followed.map((attribute) => attribute.name);
  const changedAt = followed.map(
    ({ name, type }) =>
      // In brackets: sqlfluff takes the `from` of a bare comparison in a select list for the clause.
      `case\n    when ${operand(dialect.isDistinct(name, `_previous_${name}`, type), precedence.product)}\n        then _event_at\nend as _changed_at_${name}`,
  );
  // A key's first state changed nothing: what it replaced is null.
  const replaced = followed.map(
    ({ name, type, companion }) =>
      `${dialect.fromOtherRow(
        over(
          `first_value(case when _changed_at_${name} is not null then _previous_${name} end)`,
          key,
          [`_changed_at_${name} desc nulls last`],
          'rows between unbounded preceding and unbounded following',
        ),
        type,
      )} as ${companion?.name}`,
  );
  return [
    step(
      'values_compared',
      select({
        columns: [
          ...key,
          ...names,
          ...followed.map(
            ({ name, type }) =>
              `${dialect.fromOtherRow(over(`lag(${name})`, key, ['_event_at']), type)} as _previous_${name}`,
          ),
          '_event_at',
        ],
        from: 'states',
        where: followsDeletes ? ['not _is_deleted'] : [],
      }),
    ),
    step(
      'changes_of_values',
      select({
        columns: [...key, ...names.map((name) => `_previous_${name}`), ...changedAt, '_event_at'],
        from: 'values_compared',
      }),
    ),
    step(
      'values_ranked',
      select({
        columns: [...key, ...replaced, `${over('row_number()', key, ['_event_at desc'])} as _recency`],
        from: 'changes_of_values',
      }),
      'The value that the last change of a column replaced.',
    ),
    step('previous_values', select({ columns: ['*'], from: 'values_ranked', where: ['_recency = 1'] })),
  ];
}
