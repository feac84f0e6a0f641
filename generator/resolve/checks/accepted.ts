import type { LogicalType } from '../../../dialects/logical-type.js';
import { logicalTypeText } from '../../sql/logical-type.js';
import type { ResolveContext } from '../context.js';
import { at, locationOf, type Place } from '../place.js';

/** Listed values are of their column's type: a number is no text, and `true` in quotes is no truth value. */
export function checkAccepted(
  values: readonly (string | number | boolean)[],
  column: string,
  type: LogicalType,
  place: Place,
  { findings }: ResolveContext,
): void {
  const wanted = jsType(type);
  values.forEach((value, index) => {
    if (typeof value === wanted) return;
    findings.add(
      'DG435',
      { value: JSON.stringify(value), column, type: logicalTypeText(type) },
      locationOf(at(place, index)),
      {
        ...(wanted === 'string'
          ? { suggestion: JSON.stringify(String(value)) }
          : { expected: `a ${wanted}` }),
      },
    );
  });
}

function jsType({ kind }: LogicalType): 'string' | 'number' | 'boolean' {
  switch (kind) {
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'float':
      return 'number';
    case 'boolean':
      return 'boolean';
    default:
      return 'string';
  }
}
