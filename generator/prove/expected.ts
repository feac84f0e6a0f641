import type { LogicalType } from '../../dialects/logical-type.js';
import type { Fact, Lookup, Project } from '../resolve/project.js';
import { eventsOfRelation } from './events-of-relation.js';
import { deliveredEvents, type Load } from './oracle/deliveries.js';
import { dimensionRules } from './dimension-rules.js';
import { dimensionRows } from './oracle/dimension-rows.js';
import type { Event } from './oracle/event.js';
import { factState, type Found, validRow } from './oracle/fact-rows.js';
import { type Timeline, timelines } from './oracle/timeline.js';
import { attributeName, computedAttributes, isFactFlagged } from './reading.js';
import { tableRules } from './source-plan.js';
import type { DimensionSubject, FactSubject, Origin } from './subjects.js';
import { identity, pick, type Row, type Value } from './value.js';

/** What was told so far. */
export interface Told {
  readonly project: Project;
  /** The loads of a source table, and what an intermediate held after each load. */
  readonly loads: (name: string) => readonly Load[];
  /** What an expression gives for a state of a dimension's source. */
  readonly computed: (dimension: string, attribute: string, state: Row) => Value;
}

/** The rows of one key, as they should be; undefined where nothing decides between two events of it. */
export type ExpectedKeys = ReadonlyMap<
  string,
  { readonly key: Row; readonly rows: readonly Row[] | undefined }
>;

/** What a dimension has to hold, by the identity of the natural key. */
export function expectedDimension(subject: DimensionSubject, told: Told): ExpectedKeys {
  const { dimension } = subject;
  const naturalKey = dimension.naturalKey.map(({ name }) => name);
  const read = dimension.from.columns.map(({ name }) => name);
  const rules = dimensionRules(dimension, told.project.conventions, (attribute, state) => {
    if (attribute.value.kind === 'column') return state[attribute.value.name] ?? null;
    return subject.origin.kind === 'source'
      ? told.computed(dimension.name, attribute.name, pick(state, read))
      : (state[attributeName(dimension, attribute)] ?? null);
  });
  const heeded = dimension.deletes === 'ignore' ? 'ignored' : 'heeded';
  return new Map(
    timelinesOf(subject.origin, naturalKey, heeded, told, relevant(subject)).map((timeline) => [
      identity(timeline.key, naturalKey),
      { key: timeline.key, rows: timeline.isDecided ? dimensionRows(timeline, rules) : undefined },
    ]),
  );
}

/** The states of a dimension's source that its expressions are asked about. */
export function statesToCompute(subject: DimensionSubject, told: Told): Row[] {
  const { dimension } = subject;
  if (computedAttributes(dimension).length === 0 || subject.origin.kind !== 'source') return [];
  const naturalKey = dimension.naturalKey.map(({ name }) => name);
  const read = dimension.from.columns.map(({ name }) => name);
  const heeded = dimension.deletes === 'ignore' ? 'ignored' : 'heeded';
  return timelinesOf(subject.origin, naturalKey, heeded, told, relevant(subject)).flatMap(({ states }) =>
    states.map(({ values }) => pick(values, read)),
  );
}

/** The columns in which two events of an instant have to differ to matter; undefined: any. */
function relevant({ dimension, origin }: DimensionSubject): readonly string[] | undefined {
  if (origin.kind === 'source' || computedAttributes(dimension).length > 0) return undefined;
  return dimension.attributes.flatMap(({ value }) => (value.kind === 'column' ? [value.name] : []));
}

function timelinesOf(
  origin: Origin,
  key: readonly string[],
  deletes: 'heeded' | 'ignored',
  told: Told,
  content: readonly string[] | undefined,
): Timeline[] {
  const { events, sequence } = eventsOf(origin, key, told);
  return timelines(events, { key, sequence, deletes, ...(content === undefined ? {} : { content }) });
}

function eventsOf(
  origin: Origin,
  key: readonly string[],
  told: Told,
): { readonly events: Event[]; readonly sequence: readonly LogicalType[] } {
  if (origin.kind === 'intermediate')
    return eventsOfRelation(origin.relation, key, told.loads(origin.relation.model));
  const { changedAt, ...rules } = tableRules(origin.plan.table);
  // Where only the last load's rows are read, what holds now is what it says, whenever that changed.
  const dated = origin.form === 'events' && changedAt !== undefined ? { changedAt } : {};
  return {
    events: deliveredEvents({ ...rules, ...dated }, told.loads(origin.plan.name)),
    sequence: origin.form === 'events' ? rules.sequence.map(({ type }) => type) : [],
  };
}

/** The row that a fact has to hold, with what each lookup has to find in the place of its key. */
export interface ExpectedFact {
  readonly key: Row;
  readonly values: Row;
  readonly found: Readonly<Record<string, Found | undefined>>;
}

/**
 * What a fact has to hold, by the identity of its grain; undefined where nothing decides.
 *
 * @param dimensions what the dimensions have to hold
 */
export function expectedFact(
  { fact, origin }: FactSubject,
  told: Told,
  dimensions: ReadonlyMap<string, ExpectedKeys>,
): ReadonlyMap<string, ExpectedFact | undefined> {
  const grain = fact.grain.key.map(({ name }) => name);
  const key = fact.from.key;
  const deletes = fact.load.deletes === 'ignore' ? 'ignored' : 'heeded';
  const content = origin.kind === 'intermediate' ? factColumns(fact) : undefined;
  const rows = timelinesOf(origin, key, deletes, told, content).flatMap((timeline) => {
    const state = factState(timeline, fact.load.deletes);
    return state === undefined ? [] : [{ ...state, isDecided: timeline.isDecided }];
  });
  return new Map(
    rows.map(({ values, isDeleted, isDecided }): [string, ExpectedFact | undefined] => {
      const found = Object.fromEntries(
        fact.lookups.map((lookup) => [lookup.keyColumn, lookUp(lookup, values, told, dimensions)]),
      );
      const row: ExpectedFact = {
        key: pick(values, grain),
        values: {
          ...pick(values, grain),
          ...pick(values, [...fact.degenerate.map(({ name }) => name), fact.eventTime.name]),
          ...Object.fromEntries(
            fact.measures.flatMap(({ name, value }) =>
              value.kind === 'column' ? [[name, values[value.name] ?? null]] : [],
            ),
          ),
          ...(isFactFlagged(fact) ? { is_deleted: String(isDeleted) } : {}),
        },
        found,
      };
      return [identity(row.key, grain), isDecided ? row : undefined];
    }),
  );
}

function factColumns(fact: Fact): string[] {
  return [
    ...fact.grain.key.map(({ name }) => name),
    ...fact.degenerate.map(({ name }) => name),
    fact.eventTime.name,
    ...fact.lookups.flatMap(({ on, asOf }) => [
      ...on.map(({ here }) => here.name),
      ...(asOf === undefined ? [] : [asOf.name]),
    ]),
    ...fact.measures.flatMap(({ value }) => (value.kind === 'column' ? [value.name] : [])),
  ];
}

/** What a lookup has to find; undefined where the dimension is not covered, or nothing decides between its events. */
function lookUp(
  lookup: Lookup,
  values: Row,
  told: Told,
  dimensions: ReadonlyMap<string, ExpectedKeys>,
): Found | undefined {
  const wanted = lookup.on.map(({ here }) => values[here.name] ?? null);
  if (wanted.includes(null)) return { kind: 'member', member: lookup.nullKey };
  if (lookup.target.kind === 'calendar') return day(lookup, wanted[0] ?? '', told);
  const rows = dimensions.get(lookup.target.dimension);
  if (rows === undefined) return undefined;
  const naturalKey = Object.fromEntries(lookup.on.map(({ there }, index) => [there, wanted[index] ?? null]));
  const names =
    told.project.dimensions.find(
      ({ name }) => lookup.target.kind === 'dimension' && name === lookup.target.dimension,
    )?.naturalKey ?? [];
  const own = rows.get(
    identity(
      naturalKey,
      names.map(({ name }) => name),
    ),
  );
  if (own === undefined) return { kind: 'member', member: 'unknown' };
  if (own.rows === undefined) return undefined;
  const row = validRow(own.rows, asOfInstant(lookup, values), told.project.conventions);
  return row === undefined ? { kind: 'member', member: 'unknown' } : { kind: 'row', row };
}

function asOfInstant({ asOf, target }: Lookup, values: Row): Value | undefined {
  if (asOf === undefined || target.kind === 'calendar' || !target.versioned) return undefined;
  const value = values[asOf.name] ?? null;
  return value !== null && asOf.type.kind === 'date' ? `${value} 00:00:00.000000` : value;
}

function day(lookup: Lookup, value: string, { project }: Told): Found {
  const { target } = lookup;
  const calendar = project.calendars.find(
    ({ name }) => target.kind === 'calendar' && name === target.calendar,
  );
  const isLocal = lookup.timeZone !== undefined && lookup.on[0]?.here.type.kind !== 'date';
  const local = isLocal ? localDay(value, lookup.timeZone ?? 'UTC') : value.slice(0, 10);
  if (calendar === undefined || local < calendar.start || local > calendar.end)
    return { kind: 'member', member: 'unknown' };
  return { kind: 'day', day: local };
}

function localDay(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    ...({ calendar: 'iso8601', year: 'numeric', month: '2-digit', day: '2-digit' } as const),
  }).formatToParts(new Date(`${instant.slice(0, 23).replace(' ', 'T')}Z`));
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}
