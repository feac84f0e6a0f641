import type { SourceTable } from '../../parse/schema/index.js';
import type { ResolveContext } from '../context.js';
import { at, locationOf, type Place } from '../place.js';

/** Keys that only some shapes have a meaning for. */
export function checkShape(
  table: SourceTable,
  place: Place,
  words: string,
  { findings }: ResolveContext,
): void {
  if (table.shape === 'cdc' && table.operation === undefined) {
    findings.add('DG501', { table: words }, locationOf(at(place, 'shape')), {
      expected: 'operation: {column: op, delete: [D]}',
    });
  }
  if (table.operation !== undefined && (table.shape === 'snapshot' || table.shape === 'delta')) {
    findings.add('DG502', { shape: table.shape }, locationOf(at(place, 'operation'), 'key'), {
      expected: 'shape: cdc or shape: log',
    });
  }
  if (table.absence !== undefined && table.shape !== 'snapshot') {
    findings.add('DG503', { shape: table.shape }, locationOf(at(place, 'absence'), 'key'), {
      expected: 'shape: snapshot',
    });
  }
  const scope = table.absence?.scope ?? [];
  if (scope.length > 0 && table.key.every((name) => scope.includes(name))) {
    findings.add('DG513', { key: `[${table.key.join(', ')}]` }, locationOf(at(place, 'absence', 'scope')), {
      expected: 'columns that many rows share',
    });
  }
}
