import type { LogicalType } from '../../dialects/logical-type.js';
import type { BlueprintOf } from '../parse/blueprint.js';
import { logicalTypeText } from '../sql/logical-type.js';
import { checkColumnNames } from './checks/column-names.js';
import { findColumn, type ResolveContext } from './context.js';
import { keyWords } from './findings.js';
import { type LookupTargets, resolveLookups } from './lookups.js';
import { resolvePhysical } from './physical.js';
import { at, locationOf, type Place } from './place.js';
import type { Column, Fact, Measure, ValuedColumn } from './project.js';
import { resolveQuality } from './quality.js';
import { mustKeep, readRelation, type Relations } from './relations.js';
import { canBeKey, isInstant } from './types.js';
import { resolveValues } from './values.js';

/** A fact with its grain, lookups and measures. */
export function resolveFact(
  blueprint: BlueprintOf<'fact'>,
  targets: LookupTargets,
  relations: Relations,
  context: ResolveContext,
): Fact | undefined {
  const { value, locate } = blueprint;
  const root: Place = { locate, path: [] };
  const { findings, names } = context;
  if (value.from === undefined || value.grain === undefined || value.event_time === undefined)
    return undefined;
  const load = resolveLoad(value.load, at(root, 'load'), context);
  const read = readRelation(
    value.from,
    wantedForm(value.from, load, relations),
    locationOf(at(root, 'from')),
    relations,
    context,
  );
  if (read === undefined) return undefined;
  // A dimension of the same name is imported beside it.
  const from = value.dimensions.some((lookup) => lookup.dimension === read.alias)
    ? { ...read, alias: `${read.alias}_rows` }
    : read;
  if (load.deletes === 'flag' && (from.form !== 'events' || from.isDeleted === undefined)) {
    findings.add(
      'DG504',
      {
        deletes: 'flag',
        relation: value.from,
        reason: from.form === 'events' ? 'its shape has no deletes' : 'its rows are what is there now',
      },
      locationOf(at(root, 'load', 'deletes')),
      { expected: 'deletes: remove, or ignore' },
    );
  }
  const words = value.from;

  const grain = value.grain.key.flatMap((name, index) => {
    const place = locationOf(at(root, 'grain', 'key', index));
    const column = findColumn(from, name, words, place, context);
    if (column !== undefined && !canBeKey(column.type))
      findings.add('DG433', { column: name, type: logicalTypeText(column.type) }, place);
    return column ?? [];
  });
  if (!from.key.every((name) => value.grain?.key.includes(name))) {
    findings.add(
      'DG536',
      { grain: keyWords(value.grain.key), key: keyWords(from.key), relation: words },
      locationOf(at(root, 'grain', 'key')),
      {
        expected: `key: [${from.key.join(', ')}]`,
      },
    );
  }
  const eventTime = findColumn(from, value.event_time, words, locationOf(at(root, 'event_time')), context);
  if (eventTime !== undefined && !isInstant(eventTime.type)) {
    findings.add(
      'DG434',
      {
        column: eventTime.name,
        type: logicalTypeText(eventTime.type),
        key: 'event_time',
        needed: 'a date or a timestamp',
      },
      locationOf(at(root, 'event_time')),
    );
  }
  checkColumnNames(
    value.degenerate.map((column) => column.name),
    at(root, 'degenerate'),
    'degenerate',
    context,
  );
  checkColumnNames(
    value.measures.map((measure) => measure.name),
    at(root, 'measures'),
    'the measures',
    context,
  );
  const degenerate = resolveValues(value.degenerate, at(root, 'degenerate'), from, words, context).map(
    ({ column, value: source }): ValuedColumn => ({ ...column, value: source }),
  );
  if (value.type === 'factless' && value.measures.length > 0)
    findings.add('DG537', {}, locationOf(at(root, 'measures'), 'key'), { expected: 'no measures' });
  const dimensionWords = value.dimensions.map((lookup) => lookup.role ?? lookup.dimension);
  const measures = resolveValues(value.measures, at(root, 'measures'), from, words, context).map(
    ({ column, value: source, item, place }): Measure => {
      checkMeasure(item, column.type, dimensionWords, place, context);
      return {
        ...column,
        value: source,
        additivity: item.additivity,
        ...(item.over === undefined ? {} : { over: item.over }),
        ...(item.unit === undefined ? {} : { unit: item.unit }),
      };
    },
  );
  const lookups = resolveLookups(
    value.dimensions,
    at(root, 'dimensions'),
    { relation: from, words, eventTime, undated: 'nothing', group: value.group },
    targets,
    context,
  );
  if (eventTime === undefined) return undefined;

  const key = names.key(value.fact);
  const loadedAt = context.project?.value.conventions.columns.loaded_at ?? '_loaded_at';
  checkCollisions(
    {
      key,
      loadedAt,
      lookups: lookups.flatMap((lookup) => [lookup.keyColumn, lookup.durableKeyColumn ?? []].flat()),
      measures,
      degenerate,
      grain,
      eventTime,
    },
    root,
    context,
  );
  const table: Column[] = [
    own(key, { kind: 'string' }),
    // Also of lookups that have something wrong: their keys would be here.
    ...value.dimensions.map((item) =>
      own(
        names.key(item.role ?? item.dimension),
        targets.calendars.has(item.dimension)
          ? { kind: 'integer' }
          : (targets.dimensions.get(item.dimension)?.keyType ?? { kind: 'string' }),
      ),
    ),
    ...lookups.flatMap(({ durableKeyColumn, target }) =>
      durableKeyColumn === undefined || target.kind === 'calendar'
        ? []
        : [own(durableKeyColumn, target.keyType)],
    ),
    ...grain,
    ...degenerate,
    eventTime,
    ...measures,
    own(loadedAt, { kind: 'timestamp' }),
  ];
  return {
    name: value.fact,
    model: names.fact(value.fact),
    key,
    type: value.type === 'factless' ? 'factless' : 'transaction',
    description: value.description ?? value.grain.statement,
    from,
    grain: { statement: value.grain.statement, key: grain },
    eventTime,
    lookups,
    degenerate,
    measures,
    load,
    physical: resolvePhysical(value.physical, at(root, 'physical'), table, context),
    quality: resolveQuality(value, value.fact, root, table, context),
    location: locationOf(at(root, 'fact')),
  };
}

/** Rows that stay although the source has deleted them are known from its events only. */
function wantedForm(
  from: string,
  { strategy, deletes }: Fact['load'],
  { tables }: Relations,
): 'events' | 'states' {
  const table = tables.get(from);
  // What was appended stays by itself.
  return table !== undefined && (mustKeep(table) || (deletes !== 'remove' && strategy !== 'append'))
    ? 'events'
    : 'states';
}

/**
 * Appended rows are never touched again, so a load that appends follows neither deletes nor dimensions; a table that is
 * made anew has no keys to keep.
 */
function resolveLoad(
  value: BlueprintOf<'fact'>['value']['load'],
  place: Place,
  { findings }: ResolveContext,
): Fact['load'] {
  const strategy = value.strategy === 'append' || value.strategy === 'full' ? value.strategy : 'merge';
  if (strategy === 'full' && value.rekey === false)
    findings.add('DG539', { strategy, setting: 'rekey: false' }, locationOf(at(place, 'rekey')), {
      expected: 'rekey: true',
    });
  if (strategy !== 'append')
    return { strategy, deletes: value.deletes ?? 'remove', rekey: value.rekey === false ? 'keep' : 'follow' };
  if (value.deletes !== undefined && value.deletes !== 'ignore') {
    findings.add(
      'DG539',
      { strategy, setting: `deletes: ${value.deletes}` },
      locationOf(at(place, 'deletes')),
      { expected: 'deletes: ignore' },
    );
  }
  if (value.rekey === true)
    findings.add('DG539', { strategy, setting: 'rekey: true' }, locationOf(at(place, 'rekey')), {
      expected: 'rekey: false',
    });
  return { strategy, deletes: 'ignore', rekey: 'keep' };
}

function own(name: string, type: LogicalType): Column {
  return { name, type, notNull: true };
}

function checkMeasure(
  item: BlueprintOf<'fact'>['value']['measures'][number],
  type: LogicalType,
  dimensionWords: readonly string[],
  place: Place,
  { findings }: ResolveContext,
): void {
  const isNumber = ['integer', 'bigint', 'decimal', 'float'].includes(type.kind);
  if (item.additivity !== 'non_additive' && !isNumber) {
    findings.add(
      'DG538',
      { measure: item.name, problem: `is ${logicalTypeText(type)} and can't be added` },
      locationOf(at(place, 'additivity')),
      { expected: 'additivity: non_additive' },
    );
  }
  if (item.over !== undefined && item.additivity !== 'semi_additive') {
    findings.add(
      'DG538',
      { measure: item.name, problem: `is ${item.additivity}, so "over" has no meaning` },
      locationOf(at(place, 'over'), 'key'),
    );
  } else if (item.over !== undefined && !dimensionWords.includes(item.over)) {
    findings.addNear(
      'DG538',
      { measure: item.name, problem: `names "${item.over}", which is no dimension of this fact` },
      locationOf(at(place, 'over')),
      item.over,
      dimensionWords,
    );
  } else if (item.over === undefined && item.additivity === 'semi_additive') {
    findings.add(
      'DG538',
      { measure: item.name, problem: 'is semi-additive, but does not say over what it must not be summed' },
      locationOf(at(place, 'additivity')),
      {
        expected: dimensionWords.length === 0 ? 'over: <dimension>' : `over: ${dimensionWords.join(' | ')}`,
      },
    );
  }
}

interface Named {
  readonly key: string;
  readonly loadedAt: string;
  readonly lookups: readonly string[];
  readonly measures: readonly Column[];
  readonly degenerate: readonly ValuedColumn[];
  readonly grain: readonly Column[];
  readonly eventTime: Column;
}

/** Each column of a fact has one meaning; a degenerate dimension may be a column of the grain, or the event time. */
function checkCollisions(named: Named, root: Place, { findings }: ResolveContext): void {
  const generated = new Map<string, string>([
    [named.key, 'the key of the row'],
    [named.loadedAt, 'when the row last changed'],
    ['is_deleted', 'whether the source has deleted the row'],
    ...named.lookups.map((name): [string, string] => [name, 'the key of a dimension']),
  ]);
  const tell = (column: Column, place: Place) => {
    const purpose = generated.get(column.name);
    if (purpose !== undefined)
      findings.add('DG324', { column: column.name, purpose }, locationOf(place), {
        expected: 'another name',
      });
  };
  named.grain.forEach((column, index) => tell(column, at(root, 'grain', 'key', index)));
  named.degenerate.forEach((column, index) => tell(column, at(root, 'degenerate', index)));
  named.measures.forEach((column, index) => tell(column, at(root, 'measures', index, 'name')));
  tell(named.eventTime, at(root, 'event_time'));
  const plain = new Map<string, Place>([
    [named.eventTime.name, at(root, 'event_time')],
    ...named.grain.map((column, index): [string, Place] => [column.name, at(root, 'grain', 'key', index)]),
  ]);
  const others = new Map<string, Place>([
    ...named.degenerate.map((column, index): [string, Place] => [column.name, at(root, 'degenerate', index)]),
    ...plain,
  ]);
  const refuse = (column: Column, place: Place, other: Place | undefined) => {
    if (other === undefined) return;
    findings.add('DG312', { column: column.name, where: 'the fact' }, locationOf(place), {
      related: [{ message: 'the first one', location: locationOf(other) }],
    });
  };
  named.measures.forEach((column, index) => {
    refuse(column, at(root, 'measures', index, 'name'), others.get(column.name));
  });
  named.degenerate.forEach((column, index) => {
    if (column.value.kind === 'column' && column.value.name === column.name) return;
    refuse(column, at(root, 'degenerate', index, 'name'), plain.get(column.name));
  });
}
