import type { Attribute, DimensionBlueprint } from '../../parse/schema/dimension.js';
import type { ResolveContext } from '../context.js';
import { movedAttributes } from '../mini-dimensions.js';
import { at, locationOf, type Place } from '../place.js';

/** Attributes with `since` that something else of the dimension does not go with: DG565, DG566. */
export function checkSince(
  attributes: readonly { readonly item: Attribute; readonly place: Place }[],
  dimension: DimensionBlueprint,
  { findings }: ResolveContext,
): void {
  const moved = movedAttributes(dimension);
  const cutsStates = (dimension.references ?? []).some(({ follow }) => follow === 'version');
  for (const { item, place } of attributes) {
    const location = locationOf(at(place, 'since'));
    if (item.since !== undefined && moved.has(item.name))
      findings.add(
        'DG565',
        { column: item.name, reason: 'a mini-dimension keeps it, and has no rows of before' },
        location,
      );
    if (cutsStates && (item.since === null || item.since === 'carry'))
      findings.add(
        'DG566',
        {
          column: item.name,
          since: String(item.since),
          reason: 'a reference follows versions, which cut what was said before into pieces',
        },
        location,
        { expected: 'since: replay' },
      );
  }
}
