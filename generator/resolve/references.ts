import type { BlueprintOf } from '../parse/blueprint.js';
import type { ResolveContext } from './context.js';
import { type LookupTargets, resolveLookups } from './lookups.js';
import { at, locationOf, type Place } from './place.js';
import { checkFollowedVersions } from './checks/followed-versions.js';
import type { Attribute, Column, Dimension, Intermediate, Lookup, Reference, Relation } from './project.js';

/** What of its dimension a reference is made of. */
export interface ReferringDimension {
  readonly from: Relation;
  readonly naturalKey: readonly Column[];
  readonly attributes: readonly Attribute[];
  readonly deletes: Dimension['deletes'];
  readonly versioned: boolean;
  readonly intermediates: ReadonlyMap<string, Intermediate>;
  /** The names of columns that the table has beside natural key and attributes, with what they are for. */
  readonly generated: ReadonlyMap<string, string>;
}

export interface ResolvedReferences {
  readonly references: readonly Reference[];
  readonly referring: Dimension['referring'];
  /** The columns that they give. */
  readonly columns: readonly Column[];
}

/**
 * The references of a dimension to others and to calendars. What is wrong with one is told, and it is left out.
 *
 * @param targets what is resolved already: nothing that is part of a circle
 */
export function resolveReferences(
  { value, locate }: BlueprintOf<'dimension'>,
  dimension: ReferringDimension,
  targets: LookupTargets,
  context: ResolveContext,
): ResolvedReferences {
  const items = value.references ?? [];
  const place: Place = { locate, path: ['references'] };
  const { from, deletes } = dimension;
  items.forEach(({ dimension: to, on }, index) => {
    // Nothing dates a row of a dimension, so no column is looked up unless it is named.
    if (targets.calendars.has(to) && on === undefined)
      context.findings.add('DG532', { calendar: to }, locationOf(at(place, index, 'dimension')), {
        expected: 'on: <column>',
      });
  });
  if (items.length > 0 && from.form === 'states' && deletes === 'ignore')
    context.findings.add('DG575', { dimension: value.dimension }, locationOf(place, 'key'), {
      expected: 'deletes: close',
    });
  items.forEach(({ as_of: asOf, follow }, index) => {
    if (asOf !== undefined && follow !== undefined)
      context.findings.add('DG579', { follow }, locationOf(at(place, index, 'follow'), 'key'), {
        expected: 'as_of alone',
      });
  });
  const lookups = resolveLookups(
    items,
    place,
    { relation: from, words: value.from, eventTime: undefined, undated: 'current', group: value.group },
    targets,
    context,
  );
  const referring = new Map<string, Attribute>();
  const itemOf = new Map(
    items.map(({ role, dimension: to, follow }, index) => [
      context.names.key(role ?? to),
      {
        follow: follow ?? ('current' as const),
        place: at(place, index),
        named: role === undefined ? 'dimension' : 'role',
      },
    ]),
  );
  const found = lookups.flatMap((lookup) => {
    const item = itemOf.get(lookup.keyColumn);
    if (item === undefined) return [];
    return [{ item, reference: reference(lookup, item.follow, dimension, referring, targets) }];
  });
  for (const { item, reference: pointing } of found)
    if (item.follow === 'version')
      checkFollowedVersions(pointing, { value, dimension, targets }, item.place, context);
  const references = found.map((each) => each.reference);
  const columns = found.flatMap(({ item, reference: { keyColumn, durableKeyColumn, target } }): Column[] => {
    const names = [keyColumn, durableKeyColumn ?? []].flat();
    for (const name of names) {
      const purpose = dimension.generated.get(name);
      if (purpose !== undefined)
        context.findings.add('DG324', { column: name, purpose }, locationOf(at(item.place, item.named)), {
          expected: 'role: <what it is here>',
        });
    }
    return names.map((name) => ({ name, type: target.keyType, notNull: true }));
  });
  return { references, referring: [...referring.values()], columns };
}

function reference(
  { asOf, ...lookup }: Lookup,
  follow: Reference['follow'],
  dimension: ReferringDimension,
  referring: Map<string, Attribute>,
  { dimensions }: LookupTargets,
): Reference {
  const { target } = lookup;
  const on = lookup.on.map((pair) => ({ ...pair, value: valueOf(pair.here, dimension, referring) }));
  const found = target.kind === 'calendar' ? undefined : dimensions.get(target.dimension);
  const currentModel = follow === 'current' && asOf === undefined ? found?.currentModel : undefined;
  return {
    ...lookup,
    target:
      target.kind === 'calendar' || currentModel === undefined
        ? target
        : { ...target, model: currentModel, readFrom: currentModel },
    on,
    ...(asOf === undefined ? {} : { asOf: { here: asOf, value: valueOf(asOf, dimension, referring) } }),
    follow,
    among: found?.versioned === true && currentModel === undefined ? 'versions' : 'rows',
    knownIn: found?.readFrom ?? target.model,
  };
}

/**
 * What a column of `from` goes by among the dimension's own values. Where the table shows it, a row that follows what
 * is current points to what it says itself; a column that it does not show is overwritten for that.
 */
function valueOf(
  { name, type }: Column,
  { naturalKey, attributes }: ReferringDimension,
  referring: Map<string, Attribute>,
): string {
  if (naturalKey.some((column) => column.name === name)) return name;
  const shown = attributes.filter(({ value }) => value.kind === 'column' && value.name === name);
  const attribute = shown.find((candidate) => candidate.name === name) ?? shown[0];
  if (attribute !== undefined) return attribute.name;
  const own = `_referring_${name}`;
  referring.set(name, { name: own, type, notNull: false, scd: 1, value: { kind: 'column', name } });
  return own;
}
