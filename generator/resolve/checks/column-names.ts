import type { ResolveContext } from '../context.js';
import { isOwnColumn } from '../names.js';
import { at, locationOf, type Place } from '../place.js';
import { checkName } from './names.js';

/** The names of a list of columns: well formed, each once, none that generated models use themselves. */
export function checkColumnNames(
  names: readonly string[],
  place: Place,
  where: string,
  context: ResolveContext,
): void {
  const first = new Map<string, Place>();
  names.forEach((name, index) => {
    if (name === '*') return;
    const here = at(place, index, 'name');
    checkName(name, here, context);
    if (isOwnColumn(name)) {
      context.findings.add(
        'DG324',
        { column: name, purpose: 'generated models use it on the way' },
        locationOf(here),
        { expected: 'another name' },
      );
    }
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, here);
    else {
      context.findings.add('DG312', { column: name, where }, locationOf(here), {
        related: [{ message: 'the first one', location: locationOf(earlier) }],
      });
    }
  });
}
