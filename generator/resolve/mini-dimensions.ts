import type { BlueprintOf } from '../parse/blueprint.js';
import { logicalTypeText } from '../sql/logical-type.js';
import { checkHistoryOf } from './checks/history.js';
import { findColumn, type ResolveContext } from './context.js';
import type { LookupDimension } from './lookups.js';
import { at, locationOf, type Place } from './place.js';
import type {
  Attribute,
  Column,
  Dimension,
  Intermediate,
  Member,
  MiniDimension,
  Relation,
} from './project.js';
import { canBeKey, keyType } from './types.js';
import type { ResolvedValue } from './values.js';

/** What of its dimension a mini-dimension is made of. */
export interface MiniDimensionInput {
  readonly from: Relation;
  readonly intermediates: ReadonlyMap<string, Intermediate>;
  readonly naturalKey: readonly Column[];
  /** The attributes that the dimension lists, those included that belong to its mini-dimensions. */
  readonly attributes: readonly ResolvedValue[];
  /** The columns that the history of combinations has beside keys, with what they are for. */
  readonly generated: (historyKey: string) => ReadonlyMap<string, string>;
  readonly membersOf: (name: string) => readonly Member[];
}

type Blueprint = BlueprintOf<'dimension'>;

/** The names of the attributes that belong to a mini-dimension and not to the dimension itself. */
export function movedAttributes({ mini_dimensions: minis = [] }: Blueprint['value']): ReadonlySet<string> {
  return new Set(minis.flatMap(({ attributes }) => attributes));
}

/** The mini-dimensions of a dimension. Problems are told, and attributes that have one left out. */
export function resolveMiniDimensions(
  { value, locate }: Blueprint,
  input: MiniDimensionInput,
  context: ResolveContext,
): MiniDimension[] {
  const { names } = context;
  const owners = new Map<string, string>();
  return (value.mini_dimensions ?? []).map((mini, index): MiniDimension => {
    const place: Place = { locate, path: ['mini_dimensions', index] };
    const key = names.key(mini.name);
    const history = { model: names.profileHistory(mini.name), key: names.key(`${mini.name}_history`) };
    const taken = new Map([...input.generated(history.key), [key, 'the key of a combination']]);
    const attributes = mini.attributes.flatMap((name, position): Attribute[] => {
      const here = at(place, 'attributes', position);
      const owner = owners.get(name);
      owners.set(name, mini.name);
      if (owner !== undefined) {
        context.findings.add('DG543', { column: name, mini: mini.name, other: owner }, locationOf(here));
        return [];
      }
      checkWrittenScd(value, name, mini.name, locate, context);
      return resolveAttribute(name, value, input, taken, here, context);
    });
    input.naturalKey.forEach(({ name }, position) => {
      const purpose = taken.get(name);
      if (purpose !== undefined)
        context.findings.add(
          'DG324',
          { column: name, purpose },
          locationOf({ locate, path: ['natural_key', position] }),
          { expected: 'another name' },
        );
    });
    const members = new Set(input.membersOf(mini.name));
    return {
      name: mini.name,
      model: names.dimension(mini.name),
      key,
      attributes,
      history,
      ...(mini.current_key ? { currentKey: names.key(`current_${mini.name}`) } : {}),
      members: (['unknown', 'not_applicable', 'not_yet'] as const).filter((member) => members.has(member)),
      location: locationOf(at(place, 'name')),
    };
  });
}

/** A mini-dimension as lookups see it: found by its dimension's natural key, as of an instant. */
export function miniDimensionTarget(mini: MiniDimension, dimension: Dimension): LookupDimension {
  return {
    name: mini.name,
    model: mini.model,
    readFrom: mini.history.model,
    key: mini.key,
    keyType: keyType('hash'),
    naturalKey: dimension.naturalKey,
    versioned: true,
    firstVersion: dimension.firstVersion,
    quality: dimension.quality,
    location: mini.location,
  };
}

/** An attribute that the dimension lists, or else a column of what it reads; a change of it is always a change. */
function resolveAttribute(
  name: string,
  value: Blueprint['value'],
  { from, intermediates, naturalKey, attributes }: MiniDimensionInput,
  taken: ReadonlyMap<string, string>,
  place: Place,
  context: ResolveContext,
): Attribute[] {
  const { findings } = context;
  const location = locationOf(place);
  const listed = attributes.find(({ column }) => column.name === name);
  // One that is listed and has a problem was told of there.
  if (listed === undefined && value.attributes.some((attribute) => attribute.name === name)) return [];
  const column = listed?.column ?? findColumn(from, name, value.from, location, context);
  if (column === undefined) return [];
  const source = listed?.value ?? ({ kind: 'column', name: column.name } as const);
  const purpose = taken.get(name);
  if (purpose !== undefined)
    findings.add('DG324', { column: name, purpose }, location, { expected: 'another name' });
  if (naturalKey.some((candidate) => candidate.name === name))
    findings.add('DG523', { column: name }, location);
  if (!canBeKey(column.type))
    findings.add('DG433', { column: name, type: logicalTypeText(column.type) }, location);
  checkHistoryOf(
    name,
    source,
    { from, words: value.from, intermediates },
    location,
    context,
    'it with scd: 1 in the dimension, in no mini-dimension',
  );
  const { rawName: _rawName, ...rest } = column;
  return [{ ...rest, scd: 2, value: source }];
}

/** Combinations never change, so no other scd than 2 says anything. */
function checkWrittenScd(
  { attributes }: Blueprint['value'],
  name: string,
  mini: string,
  locate: Blueprint['locate'],
  { findings }: ResolveContext,
): void {
  const index = attributes.findIndex((attribute) => attribute.name === name);
  const scd = attributes[index]?.scd;
  if (scd !== undefined && scd !== 2)
    findings.add(
      'DG542',
      { column: name, mini, scd },
      locationOf({ locate, path: ['attributes', index, 'scd'] }),
    );
}
