import type { ResolveContext } from './context.js';
import { at, locationOf, type Place } from './place.js';
import type { Attribute, Column, Scd } from './project.js';

/** The second column of an attribute of scd 3 or 6: `previous_<name>` or `current_<name>`. */
export function companionOf(column: Column, scd: Scd): Column | undefined {
  const { rawName: _rawName, description, ...rest } = column;
  const what = `${column.name}${description === undefined ? '' : ` (${description})`}`;
  switch (scd) {
    case 3:
      return {
        ...rest,
        name: `previous_${column.name}`,
        description: `The value before the last change of ${what}; null where it never changed`,
        notNull: false,
      };
    case 6:
      return { ...rest, name: `current_${column.name}`, description: `The present value of ${what}` };
    default:
      return undefined;
  }
}

/** Lists the companions among the generated columns, and reports one whose name another generated column has. */
export function addCompanions(
  generated: Map<string, string>,
  attributes: readonly Attribute[],
  /** The names of all attributes as written, in the order of `place`. */
  written: readonly string[],
  place: Place,
  { findings }: ResolveContext,
): void {
  attributes.forEach(({ name, scd, companion }) => {
    if (companion === undefined) return;
    const taken = generated.get(companion.name);
    if (taken !== undefined)
      findings.add(
        'DG324',
        { column: companion.name, purpose: taken },
        locationOf(at(place, written.indexOf(name), 'name')),
        { expected: 'another name for the attribute, or for the generated column' },
      );
    generated.set(
      companion.name,
      scd === 3 ? `the value of "${name}" before its last change` : `the present value of "${name}"`,
    );
  });
}
