import type { Blueprint, BlueprintOf } from '../../parse/blueprint.js';
import type { ResolveContext } from '../context.js';
import { tablesBehind } from '../quarantine.js';
import type { Relations } from '../relations.js';

/**
 * `late: reject` needs events of one key each, at an instant that is the row's own, and the load that brought them.
 */
export function checkLateEvents(
  blueprints: readonly Blueprint[],
  relations: Relations,
  { findings }: ResolveContext,
): void {
  const rejecting = blueprints.filter(
    (blueprint): blueprint is BlueprintOf<'dimension'> =>
      blueprint.kind === 'dimension' && blueprint.value.history.late === 'reject',
  );
  for (const { value, locate } of rejecting) {
    const relation = relations.intermediates.get(value.from);
    if (relation?.form === 'events' && relation.histories !== undefined) {
      findings.add('DG563', { relation: value.from }, locate(['history', 'late']), {
        expected: 'late: exact',
      });
      continue;
    }
    for (const name of tablesBehind(value.from, blueprints)) {
      const table = relations.tables.get(name);
      if (table === undefined) continue;
      const related = [{ message: 'the table', location: table.location }];
      const location = locate(['history', 'late']);
      if ((table.operation?.truncate.length ?? 0) > 0)
        findings.add('DG560', { table: name }, location, { related });
      if (table.valid !== undefined) findings.add('DG561', { table: name }, location, { related });
      if (table.shape === 'log' && value.from !== name)
        findings.add('DG562', { relation: value.from, table: name }, location, {
          expected: `from: ${name}, or late: exact`,
          related,
        });
    }
  }
}
