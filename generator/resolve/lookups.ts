import { logicalTypeText } from '../sql/logical-type.js';
import type { Lookup as LookupBlueprint } from '../parse/schema/index.js';
import { checkInferable } from './checks/inferred-members.js';
import { checkName } from './checks/names.js';
import { findColumn, type ResolveContext } from './context.js';
import { keyWords } from './findings.js';
import { at, locationOf, type Place } from './place.js';
import type { Calendar, Column, Dimension, Lookup, Relation } from './project.js';
import { isInstant, joinable } from './types.js';

/** What a lookup needs to know of a dimension, or of a mini-dimension, which is found by the natural key of another. */
export type LookupDimension = Pick<
  Dimension,
  | 'name'
  | 'model'
  | 'currentModel'
  | 'key'
  | 'durableKey'
  | 'keyType'
  | 'naturalKey'
  | 'versioned'
  | 'firstVersion'
  | 'quality'
  | 'location'
> & { readonly readFrom: string };

/** What a lookup may point to, by name. */
export interface LookupTargets {
  readonly dimensions: ReadonlyMap<string, LookupDimension>;
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** Names that other blueprints have: to say what they are instead. */
  readonly others: ReadonlyMap<string, string>;
  /** Dimensions and calendars that are declared, also those with problems of their own. */
  readonly declared: ReadonlySet<string>;
}

export interface LookupSource {
  readonly relation: Relation;
  readonly words: string;
  readonly eventTime: Column | undefined;
  /** What a lookup without an instant picks among versions, where no event dates it. */
  readonly undated: 'nothing' | 'current';
  /** dbt's group of the model that looks up. */
  readonly group: string | undefined;
}

export function resolveLookups(
  items: readonly LookupBlueprint[],
  place: Place,
  source: LookupSource,
  targets: LookupTargets,
  context: ResolveContext,
): Lookup[] {
  const keyColumns = new Map<string, Place>();
  const aliases = new Set<string>([source.relation.alias]);
  return items.flatMap((item, index) => {
    const here = at(place, index);
    if (item.role !== undefined) checkName(item.role, at(here, 'role'), context);
    const lookup = resolveLookup(item, here, source, targets, context);
    if (lookup === undefined) return [];
    const columns = [lookup.keyColumn, lookup.durableKeyColumn ?? []].flat();
    const taken = columns.find((column) => keyColumns.has(column));
    const earlier = taken === undefined ? undefined : keyColumns.get(taken);
    if (taken !== undefined && earlier !== undefined) {
      context.findings.add(
        'DG325',
        { dimension: item.dimension, column: taken },
        locationOf(at(here, item.role === undefined ? 'dimension' : 'role')),
        {
          expected: 'role: <what it is here>',
          related: [{ message: 'the first lookup', location: locationOf(at(earlier, 'dimension')) }],
        },
      );
    }
    for (const column of columns) keyColumns.set(column, here);
    let alias = lookup.alias;
    while (aliases.has(alias)) alias = `${alias}_member`;
    aliases.add(alias);
    return [{ ...lookup, alias }];
  });
}

function resolveLookup(
  item: LookupBlueprint,
  place: Place,
  source: LookupSource,
  targets: LookupTargets,
  context: ResolveContext,
): Lookup | undefined {
  const calendar = targets.calendars.get(item.dimension);
  if (calendar !== undefined) return calendarLookup(item, calendar, place, source, context);
  const dimension = targets.dimensions.get(item.dimension);
  if (dimension !== undefined) return dimensionLookup(item, dimension, place, source, context);
  if (targets.declared.has(item.dimension)) return undefined;
  const location = locationOf(at(place, 'dimension'));
  const other = targets.others.get(item.dimension);
  if (other !== undefined)
    context.findings.add(
      'DG306',
      { name: item.dimension, kind: other, needed: 'a dimension or a calendar' },
      location,
    );
  else
    context.findings.addNear('DG301', { name: item.dimension }, location, item.dimension, [
      ...targets.declared,
    ]);
  return undefined;
}

function common(
  item: LookupBlueprint,
  context: ResolveContext,
): Pick<Lookup, 'keyColumn' | 'missing' | 'nullKey' | 'alias' | 'role'> {
  return {
    keyColumn: context.names.key(item.role ?? item.dimension),
    missing: item.missing,
    nullKey: item.null_key,
    alias: item.role ?? item.dimension,
    ...(item.role === undefined ? {} : { role: item.role }),
  };
}

function calendarLookup(
  item: LookupBlueprint,
  calendar: Calendar,
  place: Place,
  source: LookupSource,
  context: ResolveContext,
): Lookup | undefined {
  const { findings } = context;
  if (item.missing === 'inferred')
    findings.add(
      'DG570',
      { dimension: calendar.name, reason: 'a calendar has the days from its start to its end and no others' },
      locationOf(at(place, 'missing')),
      { expected: 'missing: unknown, or error' },
    );
  if (item.on !== undefined && typeof item.on !== 'string') {
    findings.add('DG532', { calendar: calendar.name }, locationOf(at(place, 'on')), {
      expected: 'on: <column>',
    });
    return undefined;
  }
  const name = item.on ?? source.eventTime?.name;
  if (name === undefined) return undefined;
  const location = locationOf(at(place, item.on === undefined ? 'dimension' : 'on'));
  const column = findColumn(source.relation, name, source.words, location, context);
  if (column === undefined) return undefined;
  if (!isInstant(column.type)) {
    findings.add(
      'DG434',
      { column: name, type: logicalTypeText(column.type), key: 'on', needed: 'a date or a timestamp' },
      location,
    );
    return undefined;
  }
  if (item.time_zone !== undefined && column.type.kind === 'date') {
    findings.add(
      'DG534',
      { column: name, type: 'date', reason: 'a date has no time that could be moved' },
      locationOf(at(place, 'time_zone')),
    );
  }
  if (item.as_of !== undefined)
    findings.add('DG535', { dimension: item.dimension }, locationOf(at(place, 'as_of'), 'key'));
  return {
    ...common(item, context),
    target: {
      kind: 'calendar',
      calendar: calendar.name,
      model: calendar.model,
      readFrom: calendar.model,
      key: calendar.key,
      keyType: { kind: 'integer' },
    },
    on: [{ here: column, there: 'date_day' }],
    ...(item.time_zone === undefined ? {} : { timeZone: item.time_zone }),
  };
}

function dimensionLookup(
  item: LookupBlueprint,
  dimension: LookupDimension,
  place: Place,
  source: LookupSource,
  context: ResolveContext,
): Lookup | undefined {
  const { findings } = context;
  if (typeof item.on === 'string') {
    findings.add('DG533', { dimension: dimension.name }, locationOf(at(place, 'on')), {
      expected: `on: {${item.on}: ${dimension.naturalKey[0]?.name ?? 'natural_key'}}`,
    });
    return undefined;
  }
  if (item.time_zone !== undefined) {
    findings.add(
      'DG534',
      { column: dimension.name, type: 'dimension', reason: 'only a calendar has local days' },
      locationOf(at(place, 'time_zone')),
    );
  }
  checkAccess(dimension, source, place, context);
  if (item.missing === 'inferred' && dimension.readFrom !== dimension.model)
    findings.add(
      'DG570',
      {
        dimension: dimension.name,
        reason: 'a row of a mini-dimension is a combination of values, and nobody knows them yet',
      },
      locationOf(at(place, 'missing')),
      { expected: 'missing: unknown, or error' },
    );
  const key = dimension.naturalKey.map((column) => column.name);
  const pairs = item.on ?? Object.fromEntries(key.map((name) => [name, name]));
  const given = Object.values(pairs);
  const complete = given.length === key.length && key.every((name) => given.includes(name));
  if (!complete) {
    findings.add(
      'DG530',
      { dimension: dimension.name, naturalKey: keyWords(key), given: keyWords(given) },
      locationOf(at(place, 'on')),
      {
        expected: `on: {${key.map((name) => `<column here>: ${name}`).join(', ')}}`,
        related: [{ message: `dimension "${dimension.name}"`, location: dimension.location }],
      },
    );
    return undefined;
  }
  const on = Object.entries(pairs).flatMap(([hereName, there]) => {
    const location =
      item.on === undefined
        ? locationOf(at(place, 'dimension'))
        : locationOf(at(place, 'on', hereName), 'key');
    const natural = dimension.naturalKey.find((column) => column.name === there);
    if (item.on === undefined && !source.relation.columns.some((column) => column.name === hereName)) {
      findings.add(
        'DG531',
        { dimension: dimension.name, column: hereName, relation: source.words },
        location,
        { expected: `on: {<column here>: ${there}}` },
      );
      return [];
    }
    const column = findColumn(source.relation, hereName, source.words, location, context);
    if (column === undefined || natural === undefined) return [];
    if (!joinable(column.type, natural.type)) {
      findings.add(
        'DG430',
        {
          left: hereName,
          leftType: logicalTypeText(column.type),
          right: `${dimension.name}.${there}`,
          rightType: logicalTypeText(natural.type),
        },
        location,
        {
          expected: 'columns of the same type',
          related: [{ message: `dimension "${dimension.name}"`, location: dimension.location }],
        },
      );
    }
    if (item.missing === 'inferred') checkInferable(column, natural, dimension, location, context);
    return [{ here: column, there }];
  });
  if (on.length < key.length) return undefined;
  const asOf = asOfColumn(item, dimension, place, source, context);
  if (dimension.versioned && asOf === undefined && source.undated === 'nothing') return undefined;
  return {
    ...common(item, context),
    ...(dimension.durableKey === undefined
      ? {}
      : { durableKeyColumn: context.names.durableKey(item.role ?? item.dimension) }),
    target: {
      kind: 'dimension',
      dimension: dimension.name,
      model: dimension.model,
      readFrom: dimension.readFrom,
      key: dimension.key,
      ...(dimension.durableKey === undefined ? {} : { durableKey: dimension.durableKey }),
      keyType: dimension.keyType,
      versioned: dimension.versioned && asOf !== undefined,
      firstVersion: dimension.firstVersion,
    },
    on,
    ...(asOf === undefined ? {} : { asOf }),
  };
}

function asOfColumn(
  item: LookupBlueprint,
  dimension: LookupDimension,
  place: Place,
  source: LookupSource,
  context: ResolveContext,
): Column | undefined {
  const { findings } = context;
  if (!dimension.versioned) {
    if (item.as_of !== undefined)
      findings.add('DG535', { dimension: dimension.name }, locationOf(at(place, 'as_of'), 'key'));
    return undefined;
  }
  if (item.as_of === undefined) return source.eventTime;
  const location = locationOf(at(place, 'as_of'));
  const column = findColumn(source.relation, item.as_of, source.words, location, context);
  if (column !== undefined && !isInstant(column.type)) {
    findings.add(
      'DG434',
      {
        column: column.name,
        type: logicalTypeText(column.type),
        key: 'as_of',
        needed: 'a date or a timestamp',
      },
      location,
    );
  }
  return column;
}

/** @see https://docs.getdbt.com/docs/mesh/govern/model-access: private models are for their group only */
function checkAccess(
  { name, quality: { access, group }, location }: LookupDimension,
  source: LookupSource,
  place: Place,
  { findings }: ResolveContext,
): void {
  if (access !== 'private' || (group !== undefined && group === source.group)) return;
  findings.add(
    'DG328',
    {
      dimension: name,
      group: group === undefined ? 'a group that it does not name' : `the group "${group}"`,
    },
    locationOf(at(place, 'dimension')),
    {
      expected: group === undefined ? 'a dimension that is protected' : `group: ${group}`,
      related: [{ message: `dimension "${name}"`, location }],
    },
  );
}
