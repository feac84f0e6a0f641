import type { SourceTable } from '../../parse/schema/index.js';
import type { ResolveContext } from '../context.js';
import { at, locationOf, type Place } from '../place.js';
import type { StagedColumn } from '../project.js';
import { checkAccepted } from './accepted.js';

/** The values of an operation: of their column's type, and none of them with two meanings. */
export function checkOperation(
  { delete: deletes, truncate = [] }: NonNullable<SourceTable['operation']>,
  column: StagedColumn,
  place: Place,
  context: ResolveContext,
): void {
  checkAccepted(deletes, column.name, column.type, at(place, 'delete'), context);
  checkAccepted(truncate, column.name, column.type, at(place, 'truncate'), context);
  truncate.forEach((value, index) => {
    const same = deletes.indexOf(value);
    if (same < 0) return;
    context.findings.add(
      'DG508',
      { value: JSON.stringify(value) },
      locationOf(at(place, 'truncate', index)),
      {
        expected: 'another value, or no truncate',
        related: [{ message: 'here it is a delete', location: locationOf(at(place, 'delete', same)) }],
      },
    );
  });
}
