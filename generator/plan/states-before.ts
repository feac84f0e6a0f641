import type { Dialect } from '../../dialects/dialect.js';
import type { Attribute } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import { type Step, step } from './step.js';

/** What each state of a key is compared with: the tracked values of the state before it. */
export interface StatesBefore {
  /** CTEs that have to stand before the comparison, and the one that it reads. */
  readonly steps: readonly Step[];
  readonly from: string;
  /** Select items that fetch the values of the state before. */
  readonly columns: readonly string[];
  /** Conditions of which one is true where a tracked value is not what it was. Null equals null. */
  readonly differs: readonly string[];
  /** What a tracked column was. */
  value(column: string): string;
}

/** @param tracked the attributes whose change begins a version */
export function statesBefore(
  tracked: readonly Attribute[],
  key: readonly string[],
  dialect: Dialect,
): StatesBefore {
  const { rowComparison } = dialect;
  const lag = (column: string): string => over(`lag(${column})`, key, ['_event_at']);
  if (rowComparison.kind === 'as_one' && tracked.length > 1) {
    const row = rowComparison.row(tracked.map(({ name }) => name));
    return {
      steps: [step('states_as_rows', select({ columns: ['*', `${row} as _tracked`], from: 'states' }))],
      from: 'states_as_rows',
      columns: [`${lag('_tracked')} as _previous`],
      differs: [dialect.isDistinct('_tracked', '_previous', { kind: 'text' })],
      value: (column) => rowComparison.field('_previous', column),
    };
  }
  return {
    steps: [],
    from: 'states',
    columns: tracked.map(({ name, type }) => `${dialect.fromOtherRow(lag(name), type)} as _previous_${name}`),
    differs: tracked.map(({ name, type }) => dialect.isDistinct(name, `_previous_${name}`, type)),
    value: (column) => `_previous_${column}`,
  };
}
