import type { LogicalType } from '../../../dialects/logical-type.js';
import type { Location } from '../../diagnostics/diagnostic.js';
import type { DimensionBlueprint } from '../../parse/schema/index.js';
import { logicalTypeText } from '../../sql/logical-type.js';
import type { ResolveContext } from '../context.js';
import { at, locationOf, type Place } from '../place.js';
import type { Column, Dimension, Relation } from '../project.js';
import { sameType } from '../types.js';

export interface InferringDimension {
  /** Where a fact's lookup says that it may infer members. */
  readonly inferring: Place;
  readonly versioned: boolean;
  readonly from: Relation;
  readonly deletes: Dimension['deletes'];
}

/** Settings of a dimension with which a member that facts infer could not become the source's own, or not go. */
export function checkInference(
  { dimension, history }: DimensionBlueprint,
  { inferring, versioned, from, deletes }: InferringDimension,
  root: Place,
  { findings }: ResolveContext,
): void {
  const related = [{ message: 'a lookup that infers members', location: locationOf(inferring) }];
  if (versioned && history.first_version === 'at_event')
    findings.add('DG572', { dimension }, locationOf(at(root, 'history', 'first_version')), {
      expected: 'first_version: open_past, or no first_version',
      related,
    });
  if (from.form === 'states' && deletes === 'ignore')
    findings.add('DG573', { dimension }, locationOf(at(root, 'history', 'deletes')), {
      expected: 'deletes: close',
      related,
    });
}

/** A value that a fact brings has to be one that the natural key can hold as it is, or the source would name another. */
export function checkInferable(
  here: Column,
  natural: Column,
  { name, location: declared }: Pick<Dimension, 'name' | 'location'>,
  location: Location,
  { findings }: ResolveContext,
): void {
  if (fits(here.type, natural.type)) return;
  findings.add(
    'DG571',
    {
      column: here.name,
      type: logicalTypeText(here.type),
      natural: `${name}.${natural.name}`,
      naturalType: logicalTypeText(natural.type),
    },
    location,
    {
      expected: `${here.name} as ${logicalTypeText(natural.type)}`,
      related: [{ message: `dimension "${name}"`, location: declared }],
    },
  );
}

/** True where each value of one type is a value of the other. */
function fits(from: LogicalType, to: LogicalType): boolean {
  if (sameType(from, to)) return true;
  const [given, room] = [digits(from, 'at most'), digits(to, 'at least')];
  if (given !== undefined && room !== undefined)
    return given.whole <= room.whole && given.fraction <= room.fraction;
  const [length, limit] = [longest(from), longest(to)];
  return length !== undefined && limit !== undefined && length <= limit;
}

/** How many digits a number of the type has at most, or can have whatever they are. */
function digits(
  type: LogicalType,
  bound: 'at most' | 'at least',
): { readonly whole: number; readonly fraction: number } | undefined {
  switch (type.kind) {
    case 'integer':
      return { whole: bound === 'at most' ? 10 : 9, fraction: 0 };
    case 'bigint':
      return { whole: bound === 'at most' ? 19 : 18, fraction: 0 };
    case 'decimal':
      return { whole: type.precision - type.scale, fraction: type.scale };
    default:
      return undefined;
  }
}

function longest(type: LogicalType): number | undefined {
  if (type.kind === 'text') return Infinity;
  return type.kind === 'string' ? (type.length ?? Infinity) : undefined;
}
