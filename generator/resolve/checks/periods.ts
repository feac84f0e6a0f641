import type { SourceTable } from '../../parse/schema/index.js';
import { logicalTypeText } from '../../sql/logical-type.js';
import type { ResolveContext } from '../context.js';
import { at, locationOf, type Place } from '../place.js';
import type { StagedColumn } from '../project.js';
import { isInstant } from '../types.js';

/**
 * The columns of `valid`, and keys of the table that mean nothing beside it.
 *
 * @param column finds a staged column, after having said so where there is none
 */
export function checkPeriods(
  table: SourceTable,
  valid: NonNullable<SourceTable['valid']>,
  column: (name: string, key: string, place: Place) => StagedColumn | undefined,
  place: Place,
  { findings }: ResolveContext,
): void {
  for (const key of ['from', 'to'] as const) {
    const found = column(valid[key], `valid.${key}`, at(place, 'valid', key));
    const isDay = key === 'to' && valid.to_inclusive === true;
    if (found === undefined || (isDay ? found.type.kind === 'date' : isInstant(found.type))) continue;
    findings.add(
      'DG434',
      {
        column: found.name,
        type: logicalTypeText(found.type),
        key: isDay ? 'valid.to with to_inclusive' : `valid.${key}`,
        needed: isDay ? 'a date' : 'a date or a timestamp',
      },
      locationOf(at(place, 'valid', key)),
    );
  }
  const conflict = (key: string, reason: string, path: Place) => {
    findings.add('DG507', { key, reason }, locationOf(path));
  };
  if (valid.from === valid.to)
    conflict('to', `it is the same column as "from", so no period would last`, at(place, 'valid', 'to'));
  table.key.forEach((name, index) => {
    if (name === valid.from || name === valid.to)
      conflict(
        'key',
        `"${name}" says when a row holds, and the key what it is about: periods of one key belong together`,
        at(place, 'key', index),
      );
  });
  if (table.nulls === 'unchanged')
    conflict('nulls: unchanged', 'a null end means that none is known', at(place, 'nulls'));
  if (table.operation?.truncate !== undefined)
    conflict(
      'operation.truncate',
      'a truncate has no period that it could take back',
      at(place, 'operation', 'truncate'),
    );
  if (table.sequence !== undefined && table.shape === 'snapshot')
    conflict('sequence', 'of a snapshot the last load counts', at(place, 'sequence'));
}
