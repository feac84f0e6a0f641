import { logicalTypeText } from '../../sql/logical-type.js';
import type { ResolveContext } from '../context.js';
import type { Imported } from '../imports.js';
import { at, locationOf, type Place } from '../place.js';
import { sameType } from '../types.js';

export function checkUnion(
  inputs: readonly Imported[],
  names: ReadonlySet<string>,
  place: Place,
  { findings }: ResolveContext,
): void {
  const first = inputs[0];
  inputs.slice(1).forEach((input, index) => {
    const here = locationOf(at(place, index + 1));
    for (const column of first?.relation.columns.filter((candidate) => names.has(candidate.name)) ?? []) {
      const other = input.relation.columns.find((candidate) => candidate.name === column.name);
      if (other === undefined)
        findings.add('DG436', { column: column.name, relation: input.words, problem: 'is missing' }, here);
      else if (!sameType(other.type, column.type)) {
        findings.add(
          'DG436',
          {
            column: column.name,
            relation: input.words,
            problem: `is ${logicalTypeText(other.type)}, not ${logicalTypeText(column.type)},`,
          },
          here,
        );
      }
    }
  });
}
