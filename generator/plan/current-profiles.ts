import type { Dimension } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import { keyText, type PlanContext } from './context.js';
import type { DataTest } from './data-tests.js';
import type { DimensionSteps } from './dimension-states.js';
import { memberKey } from './members.js';
import { step } from './step.js';
import type { TableColumn } from './tables.js';

/**
 * The same rows with the combination of each mini-dimension that a thing has now, or had last: on all its versions, as
 * an overwritten attribute. Unchanged where no mini-dimension asks for it.
 *
 * The history of combinations follows the same events as the dimension and is written before it, so keys that this run
 * doesn't look at have no other combination than before.
 */
export function withCurrentProfiles(
  made: DimensionSteps,
  dimension: Dimension,
  table: readonly TableColumn[],
  context: PlanContext,
): DimensionSteps {
  const { project } = context;
  const asked = dimension.miniDimensions.filter(({ currentKey }) => currentKey !== undefined);
  if (asked.length === 0) return made;
  const natural = dimension.naturalKey.map(({ name }) => name);
  const { validFrom } = project.conventions;
  const imports = asked.map(({ name, history }) =>
    step(`profiles_of_${name}`, `select * from {{ ref('${history.model}') }}`),
  );
  const last = asked.flatMap(({ name, key }) => [
    step(
      `profiles_of_${name}_ranked`,
      select({
        columns: [...natural, key, `${over('row_number()', natural, [`${validFrom} desc`])} as _recency`],
        from: `profiles_of_${name}`,
      }),
    ),
    step(
      `last_profiles_of_${name}`,
      select({ columns: ['*'], from: `profiles_of_${name}_ranked`, where: ['_recency = 1'] }),
    ),
  ]);
  const items = table
    .filter(({ role }) => role !== 'loaded_at')
    .map(({ name, role }) => {
      const mini = asked.find(({ currentKey }) => role === 'current_profile' && currentKey === name);
      return mini === undefined
        ? `${made.result}.${name}`
        : `${profileKey(`last_profiles_of_${mini.name}.${mini.key}`)} as ${name}`;
    });
  // A member that facts infer has no combination yet.
  function profileKey(found: string): string {
    return dimension.inference === undefined
      ? found
      : `coalesce(${found}, ${memberKey('unknown', keyText, context)})`;
  }
  const joined = select({
    columns: items,
    from: made.result,
    joins: asked.map(({ name: mini }) => ({
      kind: 'left' as const,
      relation: `last_profiles_of_${mini}`,
      on: natural.map((name) => `${made.result}.${name} = last_profiles_of_${mini}.${name}`),
    })),
  });
  return {
    ...made,
    steps: [...imports, ...made.steps, ...last, step('with_profiles', joined)],
    result: 'with_profiles',
  };
}

/** A current combination is one of its mini-dimension's. */
export function currentProfileTests(column: TableColumn, { miniDimensions }: Dimension): DataTest[] {
  const mini = miniDimensions.find(
    ({ currentKey }) => column.role === 'current_profile' && currentKey === column.name,
  );
  return mini === undefined
    ? []
    : [{ test: 'relationships', arguments: { to: `ref('${mini.model}')`, field: mini.key } }];
}
