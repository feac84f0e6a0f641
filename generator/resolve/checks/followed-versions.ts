import type { BlueprintOf } from '../../parse/blueprint.js';
import type { ResolveContext } from '../context.js';
import type { LookupTargets } from '../lookups.js';
import { at, locationOf, type Place } from '../place.js';
import type { Reference } from '../project.js';
import type { ReferringDimension } from '../references.js';
import { checkHistoryOf } from './history.js';

export interface FollowedFrom {
  readonly value: BlueprintOf<'dimension'>['value'];
  readonly dimension: Pick<ReferringDimension, 'from' | 'versioned' | 'intermediates'>;
  readonly targets: LookupTargets;
}

/** `follow: version` needs versions on both sides, and to know what a row pointed to at each time. */
export function checkFollowedVersions(
  { target, on }: Reference,
  { value, dimension, targets }: FollowedFrom,
  place: Place,
  context: ResolveContext,
): void {
  const { findings } = context;
  const { from, versioned, intermediates } = dimension;
  const follow = locationOf(at(place, 'follow'));
  const current = { expected: 'follow: current' };
  if (target.kind === 'calendar') {
    findings.add('DG576', { target: target.calendar, kind: 'calendar' }, follow, current);
    return;
  }
  const other = targets.dimensions.get(target.dimension);
  if (other?.versioned === false) {
    findings.add('DG576', { target: target.dimension, kind: 'dimension' }, follow, {
      ...current,
      related: [{ message: `dimension "${target.dimension}"`, location: other.location }],
    });
  }
  if (!versioned) {
    findings.add('DG577', { dimension: value.dimension }, follow, current);
    return;
  }
  if (value.history.late === 'reject')
    findings.add('DG578', { dimension: value.dimension }, follow, { expected: 'late: exact' });
  for (const { here } of on)
    checkHistoryOf(
      here.name,
      { kind: 'column', name: here.name },
      { from, words: value.from, intermediates },
      follow,
      context,
      current.expected,
    );
}
