import type { Dialect } from '../../dialects/dialect.js';
import type { Dimension } from '../resolve/project.js';
import { select } from '../sql/layout.js';
import type { DimensionSteps } from './dimension-states.js';
import { incrementalStep, type Step } from './step.js';

/** The CTE with the rows of the table that a run of changed keys compares itself with. */
export const existingRows = 'existing_rows';

/**
 * What the table holds of the keys that a later run looks at; nothing where it looks at all. The reserved members
 * have no natural key, and every run looks at them.
 *
 * It stands between the table and the join that finds what differs, which is on the table's own key: that says
 * nothing about where a row lies, so the join would read the table whole.
 */
export function existingRowsSteps(
  within: DimensionSteps['within'],
  { members }: Pick<Dimension, 'members'>,
  { storageOfOtherKeys }: Pick<Dialect, 'storageOfOtherKeys'>,
): Step[] {
  if (within === undefined || within.existing === 'made') return [];
  const { cte, key } = within;
  const [first] = key;
  const looked = (kind: 'inner' | 'left'): string =>
    select({
      columns: ['stored.*'],
      from: '{{ this }} as stored',
      joins: [{ kind, relation: cte, on: key.map((name) => `stored.${name} = ${cte}.${name}`) }],
    });
  if (members.length === 0)
    return [incrementalStep(existingRows, looked('inner'), 'What the table holds of these keys.')];
  const body =
    storageOfOtherKeys === 'read'
      ? `${looked('left')}\nwhere\n    ${cte}.${first} is not null\n    or stored.${first} is null`
      : `${looked('inner')}\n\nunion all\n\nselect * from {{ this }}\nwhere ${first} is null`;
  return [
    incrementalStep(existingRows, body, 'What the table holds of these keys, and its reserved members.'),
  ];
}
