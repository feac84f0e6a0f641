import { select } from '../sql/layout.js';
import { type Step, step } from './step.js';

/**
 * The CTEs that end in `instants`: each instant once at which something of a key changes.
 *
 * @param sides selects of the key and `_event_at`: of the key's own states, and of what they point to
 * @param reason what the sides are, for the reader of the SQL
 */
export function instantsOfSides(sides: readonly string[], key: readonly string[], reason: string): Step[] {
  return [
    step('instants_of_sides', sides.join('\n\nunion all\n\n'), reason),
    step(
      'instants',
      select({ distinct: 'distinct', columns: [...key, '_event_at'], from: 'instants_of_sides' }),
    ),
  ];
}
