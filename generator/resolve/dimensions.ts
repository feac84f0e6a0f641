import type { BlueprintOf } from '../parse/blueprint.js';
import { logicalTypeText } from '../sql/logical-type.js';
import { checkAccepted } from './checks/accepted.js';
import { checkColumnNames } from './checks/column-names.js';
import { checkInference } from './checks/inferred-members.js';
import { checkHistorySettings } from './checks/history-settings.js';
import { checkHistoryOf } from './checks/history.js';
import { checkSince } from './checks/since.js';
import { addCompanions, companionOf } from './companions.js';
import { findColumn, type ResolveContext } from './context.js';
import { keyWords } from './findings.js';
import { resolveLateEvents } from './late-events.js';
import type { LookupTargets } from './lookups.js';
import { resolvePhysical } from './physical.js';
import { at, locationOf, type Place } from './place.js';
import type { Attribute, Column, Dimension, Intermediate, Member, Relation } from './project.js';
import { resolveQuality } from './quality.js';
import { resolveReferences } from './references.js';
import { readRelation, type Relations, sameKey } from './relations.js';
import { movedAttributes, resolveMiniDimensions } from './mini-dimensions.js';
import { isTracked } from './scd.js';
import { resolveSince, withMarks } from './since.js';
import { canBeKey, keyType } from './types.js';
import { resolveValues } from './values.js';

/** A dimension with its attributes and its history settings. */
export function resolveDimension(
  blueprint: BlueprintOf<'dimension'>,
  /** The reserved members of a table of this blueprint, by the name that lookups use. */
  membersOf: (name: string) => readonly Member[],
  /** Where a fact's lookup says that it may infer members. */
  inferring: Place | undefined,
  relations: Relations,
  intermediates: ReadonlyMap<string, Intermediate>,
  /** What it may refer to. */
  targets: LookupTargets,
  context: ResolveContext,
): Dimension | undefined {
  const { value, locate } = blueprint;
  const root: Place = { locate, path: [] };
  const { findings, names } = context;
  const wanted = relations.eventful.has(value.from) ? 'events' : 'states';
  const from = readRelation(value.from, wanted, locationOf(at(root, 'from')), relations, context);
  if (from === undefined) return undefined;

  const naturalKey = value.natural_key.flatMap((name, index) => {
    const column = findColumn(from, name, value.from, locationOf(at(root, 'natural_key', index)), context);
    if (column !== undefined && !canBeKey(column.type)) {
      findings.add(
        'DG433',
        { column: name, type: logicalTypeText(column.type) },
        locationOf(at(root, 'natural_key', index)),
      );
    }
    return column ?? [];
  });
  const keyFound = naturalKey.length === value.natural_key.length;
  if (keyFound) checkNaturalKey(value.natural_key, from, value.from, root, context);
  checkColumnNames(
    value.attributes.map((attribute) => attribute.name),
    at(root, 'attributes'),
    `dimension "${value.dimension}"`,
    context,
  );

  const defaultScd = context.project?.value.defaults.scd ?? 2;
  const moved = movedAttributes(value);
  const resolved = resolveValues(value.attributes, at(root, 'attributes'), from, value.from, context);
  for (const { item, place, column } of resolved)
    checkAccepted(item.accepted ?? [], column.name, column.type, at(place, 'accepted'), context);
  checkSince(resolved, value, context);
  const attributes = resolved
    .filter(({ column }) => !moved.has(column.name))
    .map(({ item, place, column, value: source }): Attribute => {
      const scd = item.scd ?? defaultScd;
      if (naturalKey.some((candidate) => candidate.name === column.name))
        findings.add('DG523', { column: column.name }, locationOf(at(place, 'name')));
      if (scd !== 1)
        checkHistoryOf(
          column.name,
          source,
          { from, words: value.from, intermediates },
          locationOf(at(place, item.scd === undefined ? 'name' : 'scd')),
          context,
        );
      const companion = companionOf(column, scd);
      const since =
        item.since === undefined
          ? undefined
          : resolveSince(
              {
                asked: item.since,
                column: column.name,
                scd,
                value: source,
                table: relations.tables.get(value.from),
                words: value.from,
                late: value.history.late,
              },
              place,
              context,
            );
      return {
        ...column,
        value: source,
        scd,
        ...(companion === undefined ? {} : { companion }),
        ...(since === undefined ? {} : { since }),
      };
    });
  const own = value.attributes.filter(({ name }) => !moved.has(name));
  const tracked = own.some((attribute) => isTracked(attribute.scd ?? defaultScd));
  const versioned = tracked || value.history.versions === 'existence';
  const deletes = resolveDeletes(value.history.deletes, versioned, value, from, root, context);
  checkHistorySettings(
    { ...value, attributes: own },
    { versioned, tracked, from, defaultScd },
    root,
    context,
  );
  if (inferring !== undefined) checkInference(value, { inferring, versioned, from, deletes }, root, context);
  const hasHistory = versioned || value.mini_dimensions !== undefined;
  if (hasHistory && from.form === 'events' && from.eventAt === undefined) {
    const table = relations.tables.get(value.from);
    findings.add('DG505', { table: value.from }, locationOf(at(root, 'from')), {
      expected: 'changed_at in the source',
      related: table === undefined ? [] : [{ message: 'the table', location: table.location }],
    });
    return undefined;
  }
  const split = value.history.split === 'current_and_history' && versioned;
  const key = names.key(value.dimension);
  const durableKey = value.history.durable_key && versioned ? names.durableKey(value.dimension) : undefined;
  const generated = generatedColumns(key, durableKey, versioned, deletes, context);
  if (inferring !== undefined) generated.set('is_inferred', 'whether only rows that refer to it speak of it');
  const members = membersOf(value.dimension);
  const miniDimensions = resolveMiniDimensions(
    blueprint,
    {
      from,
      intermediates,
      naturalKey,
      attributes: resolved,
      generated: (historyKey) => generatedColumns(historyKey, undefined, true, deletes, context),
      membersOf: (name) => [...membersOf(name), ...members],
    },
    context,
  );
  for (const { name: mini, currentKey } of miniDimensions)
    if (currentKey !== undefined) generated.set(currentKey, `the combination of "${mini}" that it has now`);
  const {
    references,
    referring,
    columns: lookedUp,
  } = resolveReferences(
    blueprint,
    { from, naturalKey, attributes, deletes, versioned, intermediates, generated },
    targets,
    context,
  );
  for (const { name } of lookedUp) generated.set(name, 'the key of what it refers to');
  addCompanions(
    generated,
    attributes,
    value.attributes.map((attribute) => attribute.name),
    at(root, 'attributes'),
    context,
  );
  [...naturalKey, ...attributes].forEach((column) => {
    const purpose = generated.get(column.name);
    if (purpose === undefined) return;
    const index = value.attributes.findIndex((attribute) => attribute.name === column.name);
    findings.add(
      'DG324',
      { column: column.name, purpose },
      locationOf(index < 0 ? at(root, 'natural_key') : at(root, 'attributes', index, 'name')),
      { expected: 'another name' },
    );
  });
  const table: Column[] = [
    ...naturalKey,
    ...attributes,
    ...[...generated.keys()].map(
      (name): Column =>
        attributes.find(({ companion }) => companion?.name === name)?.companion ??
        lookedUp.find((column) => column.name === name) ?? {
          name,
          type:
            name === key || name === durableKey ? keyType(value.surrogate_key) : generatedType(name, context),
          notNull: false,
        },
    ),
  ];
  const physical = resolvePhysical(value.physical, at(root, 'physical'), table, context);
  const quality = resolveQuality(value, value.dimension, root, table, context);
  // Lookups of a dimension whose key is not known would only repeat what is wrong with it.
  if (!keyFound) return undefined;
  return {
    name: value.dimension,
    model: split ? names.history(value.dimension) : names.dimension(value.dimension),
    ...(split ? { currentModel: names.dimension(value.dimension) } : {}),
    key,
    keyType: keyType(value.surrogate_key),
    description: value.description,
    ...resolveLateEvents(value, withMarks(from, attributes), relations, context),
    naturalKey,
    versioned,
    attributes,
    deletes,
    // The key of an inferred member has to be that of the first version, whenever the source dates it.
    firstVersion: value.history.first_version ?? (inferring && versioned ? 'open_past' : 'at_event'),
    // A version that is current no longer was overwritten for as long as it was: both words mean its own last value.
    overwrite: value.history.overwrite === 'all_versions' ? 'all_versions' : 'within_version',
    ...(durableKey === undefined ? {} : { durableKey }),
    miniDimensions,
    references,
    referring,
    saidElsewhere: [...miniDimensions.flatMap((mini) => mini.attributes), ...referring],
    ...(inferring === undefined ? {} : { inference: { model: names.referenced(value.dimension) } }),
    members,
    physical,
    quality,
    location: locationOf(at(root, 'dimension')),
  };
}

/** The natural key is the relation's key, but where a log of something else is read for what it says about a thing. */
function checkNaturalKey(
  naturalKey: readonly string[],
  from: Relation,
  words: string,
  root: Place,
  { findings }: ResolveContext,
): void {
  if (
    sameKey(naturalKey, from.key) ||
    (from.form === 'events' &&
      from.origin === 'log' &&
      from.periods === undefined &&
      from.histories === undefined)
  )
    return;
  findings.add(
    'DG522',
    { naturalKey: keyWords(naturalKey), key: keyWords(from.key), relation: words },
    locationOf(at(root, 'natural_key')),
    {
      expected: `natural_key: [${from.key.join(', ')}]`,
    },
  );
}

function resolveDeletes(
  asked: Dimension['deletes'] | undefined,
  versioned: boolean,
  value: BlueprintOf<'dimension'>['value'],
  from: Relation,
  root: Place,
  { findings }: ResolveContext,
): Dimension['deletes'] {
  const ofOtherThing = from.form === 'events' && !sameKey(value.natural_key, from.key);
  const possible =
    from.form === 'states' ? from.snapshot !== undefined : from.isDeleted !== undefined && !ofOtherThing;
  if (asked === undefined) {
    if (from.form === 'states') return 'close';
    if (!possible) return 'ignore';
    return versioned ? 'close' : 'flag';
  }
  if (asked !== 'ignore' && !possible && !(from.form === 'states' && asked === 'close')) {
    const reason = ofOtherThing
      ? 'deletes of its rows say nothing about another natural key'
      : from.form === 'states'
        ? 'grouped rows have no deletes of their own'
        : 'its shape has no deletes';
    findings.add(
      'DG504',
      { deletes: asked, relation: value.from, reason },
      locationOf(at(root, 'history', 'deletes')),
      { expected: 'deletes: ignore' },
    );
  }
  return asked;
}

function generatedColumns(
  key: string,
  durableKey: string | undefined,
  versioned: boolean,
  deletes: Dimension['deletes'],
  { project }: ResolveContext,
): Map<string, string> {
  const columns = project?.value.conventions.columns ?? {
    valid_from: 'valid_from',
    valid_to: 'valid_to',
    is_current: 'is_current',
    loaded_at: '_loaded_at',
  };
  return new Map([
    [key, 'the surrogate key'],
    ...(durableKey === undefined ? [] : ([[durableKey, 'the durable key']] as const)),
    ...(versioned
      ? ([
          [columns.valid_from, 'from when a version holds'],
          [columns.valid_to, 'until when a version holds'],
          [columns.is_current, 'whether a version still holds'],
        ] as const)
      : []),
    ...(deletes === 'flag' ? ([['is_deleted', 'whether the source has deleted it']] as const) : []),
    [columns.loaded_at, 'when the row last changed'],
  ]);
}

function generatedType(name: string, { project }: ResolveContext): Column['type'] {
  const columns = project?.value.conventions.columns;
  if (name === (columns?.is_current ?? 'is_current') || name === 'is_deleted' || name === 'is_inferred')
    return { kind: 'boolean' };
  if (name === columns?.valid_from || name === columns?.valid_to || name === columns?.loaded_at)
    return { kind: 'timestamp' };
  return { kind: 'string' };
}
