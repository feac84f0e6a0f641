import type { LogicalType } from '../../dialects/logical-type.js';
import { dimensionRules } from './dimension-rules.js';
import { eventsOfRelation } from './events-of-relation.js';
import { carryForward, deliveredEvents, type Load } from './oracle/deliveries.js';
import { dimensionRows, type DimensionRules } from './oracle/dimension-rows.js';
import { compareTexts, type Event } from './oracle/event.js';
import { judgeEvents, type JudgedEvents } from './oracle/late-events.js';
import { statedTimelines } from './oracle/stated-periods.js';
import { type Timeline, timelines } from './oracle/timeline.js';
import { nameOf, type Origin } from './origins.js';
import { attributeName, computedAttributes } from './reading.js';
import { tableRules, validRules } from './source-plan.js';
import type { DimensionSubject } from './subjects.js';
import type { Told } from './told.js';
import { pick, type Row } from './value.js';

/** A dimension with what its rows come from. */
type ToldSubject = Pick<DimensionSubject, 'dimension' | 'origin' | 'profile'>;

/** The states of a dimension's source that its expressions are asked about. */
export function statesToCompute(subject: DimensionSubject, told: Told): Row[] {
  const { dimension } = subject;
  if (computedAttributes(dimension).length === 0 || subject.origin.kind !== 'source') return [];
  const read = dimension.from.columns.map(({ name }) => name);
  const states = dimensionTimelines(subject, told).flatMap((timeline) => timeline.states);
  const all = subject.profile === undefined ? [] : saidStates(subject, told);
  return [...states.map(({ values }) => values), ...all.map(({ values }) => values)].map((values) =>
    pick(values, read),
  );
}

/** How the oracle reads a dimension, with the values that its attributes have in a state. */
export function rulesOf(
  { dimension, origin }: Pick<DimensionSubject, 'dimension' | 'origin'>,
  told: Told,
): DimensionRules {
  const read = dimension.from.columns.map(({ name }) => name);
  // Values that only references read are the rows' own, too.
  const own = { ...dimension, attributes: [...dimension.attributes, ...dimension.referring] };
  return dimensionRules(own, told.project.conventions, (attribute, state) => {
    if (attribute.value.kind === 'column') return state[attribute.value.name] ?? null;
    return origin.kind === 'source'
      ? told.computed(dimension.name, attribute.name, pick(state, read))
      : (state[attributeName(dimension, attribute)] ?? null);
  });
}

/** The timelines of a dimension's natural keys, of those events alone that it does not set aside. */
export function dimensionTimelines(subject: ToldSubject, told: Told): Timeline[] {
  const { dimension, origin } = subject;
  const key = dimension.naturalKey.map(({ name }) => name);
  const deletes = dimension.deletes === 'ignore' ? 'ignored' : 'heeded';
  const content = relevant(subject);
  if (dimension.late === undefined) return timelinesOf(origin, key, deletes, told, content);
  const { events, sequence } = eventsOfDimension(subject, told);
  return timelines(events, { key, sequence, deletes, ...(content === undefined ? {} : { content }) });
}

/** A state of a natural key that its source said, whether or not another event of the same instant took its place. */
export interface SaidState {
  readonly key: Row;
  readonly values: Row;
}

/** All states that the events of a dimension ever said. */
export function saidStates(subject: ToldSubject, told: Told): SaidState[] {
  const { dimension, origin } = subject;
  const key = dimension.naturalKey.map(({ name }) => name);
  // Where rows state periods, the events are what these amount to.
  if (origin.kind === 'source' && origin.plan.table.valid !== undefined)
    return dimensionTimelines(subject, told).flatMap((timeline) =>
      timeline.states.flatMap(({ isDelete, values }) => (isDelete ? [] : [{ key: timeline.key, values }])),
    );
  return eventsOfDimension(subject, told).events.flatMap(({ isDelete, values }) =>
    isDelete ? [] : [{ key: pick(values, key), values }],
  );
}

interface ToldEvents {
  readonly events: readonly Event[];
  readonly sequence: readonly LogicalType[];
}

/** The events that a dimension takes: all, or those that were not late. */
function eventsOfDimension(subject: ToldSubject, told: Told): ToldEvents {
  const { dimension, origin } = subject;
  const key = dimension.naturalKey.map(({ name }) => name);
  if (dimension.late === undefined || origin.kind !== 'source') return eventsOf(origin, key, told);
  const table = tableRules(origin.plan.table);
  const { timely } = judgedEvents(subject, origin, told);
  return { events: carryForward(timely, table), sequence: table.sequence.map(({ type }) => type) };
}

/** The events of a dimension's source as they were delivered, by whether the dimension sets them aside. */
export function judgedEvents(
  subject: ToldSubject,
  { plan }: Extract<Origin, { readonly kind: 'source' }>,
  told: Told,
): JudgedEvents {
  const table = tableRules(plan.table);
  const key = subject.dimension.naturalKey.map(({ name }) => name);
  const sequence = table.sequence.map(({ type }) => type);
  const kept = table.shape === 'log' ? { ...table, keptLog: true as const } : table;
  // What is late is late to the dimension, whatever else is made of its events.
  const judging = { ...subject, dimension: subject.profile?.of ?? subject.dimension };
  const deletes = judging.dimension.deletes === 'ignore' ? 'ignored' : 'heeded';
  const rules = rulesOf(judging, told);
  // What was not sent is carried along the events that count, so it is not yet here.
  return judgeEvents(
    deliveredEvents({ ...kept, carried: [] }, told.loads(plan.name, 'events')),
    key,
    (before) =>
      timelines(carryForward(before, table), { key, deletes, sequence })
        .flatMap((timeline) => dimensionRows(timeline, rules))
        .map((row) => row[rules.names.validFrom] ?? '')
        .sort(compareTexts)
        .at(-1),
  );
}

/** The columns in which two events of an instant have to differ to matter; undefined: any. */
function relevant({ dimension, origin }: ToldSubject): readonly string[] | undefined {
  if (origin.kind === 'source' || computedAttributes(dimension).length > 0) return undefined;
  return dimension.attributes.flatMap(({ value }) => (value.kind === 'column' ? [value.name] : []));
}

/** The timelines of some keys in what a relation tells. */
export function timelinesOf(
  origin: Origin,
  key: readonly string[],
  deletes: 'heeded' | 'ignored',
  told: Told,
  content: readonly string[] | undefined,
): Timeline[] {
  const valid = origin.kind === 'source' ? validRules(origin.plan.table) : undefined;
  if (origin.kind === 'source' && valid !== undefined)
    return statedTimelines(tableRules(origin.plan.table), valid, toldOf(origin, told), { deletes });
  const { events, sequence } = eventsOf(origin, key, told);
  return timelines(events, { key, sequence, deletes, ...(content === undefined ? {} : { content }) });
}

function eventsOf(origin: Origin, key: readonly string[], told: Told): ToldEvents {
  if (origin.kind === 'intermediate') return eventsOfRelation(origin.relation, key, toldOf(origin, told));
  const { changedAt, ...rules } = tableRules(origin.plan.table);
  // Where only the last load's rows are read, what holds now is what it says, whenever that changed.
  const dated = origin.form === 'events' && changedAt !== undefined ? { changedAt } : {};
  return {
    events: deliveredEvents({ ...rules, ...dated }, toldOf(origin, told)),
    sequence: origin.form === 'events' ? rules.sequence.map(({ type }) => type) : [],
  };
}

/** What was told of the rows that a dimension or a fact begins with. */
export function toldOf(origin: Origin, { loads }: Told): readonly Load[] {
  return loads(nameOf(origin), origin.kind === 'source' ? origin.form : origin.relation.form);
}
