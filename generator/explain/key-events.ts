import { columnsRead } from '../plan/columns-read.js';
import { eventColumns } from '../plan/event-steps.js';
import { eventsOfRelation } from '../prove/events-of-relation.js';
import { groupBy } from '../prove/group-by.js';
import { daysAfter } from '../prove/instants.js';
import { carryForward } from '../prove/oracle/deliveries.js';
import { compareEvents, compareTexts, type Event } from '../prove/oracle/event.js';
import { type Fate, periodEvents, type Statement } from '../prove/oracle/periods.js';
import { attributeName } from '../prove/reading.js';
import { tableRules } from '../prove/source-plan.js';
import { compareValues, identity, pick, type Row, type Value } from '../prove/value.js';
import type { Attribute, Dimension, EventRelation, SourceTable, StatedPeriods } from '../resolve/project.js';

/** Why there is an event. `deleted`: an intermediate's word for it. */
export type Cause =
  | { readonly kind: 'row' | 'truncate' | 'absence' | 'filter' | 'deleted' | 'period_end' }
  | { readonly kind: 'operation'; readonly column: string; readonly value: Value }
  /** A period begins, or goes on where a later one ended. */
  | { readonly kind: 'period'; readonly isStart: boolean; readonly from: string; readonly to: string | null };

/** An event of the natural key, with what the dimension's attributes are in it. */
export interface KeyEvent extends Event {
  readonly cause: Cause;
  readonly attributes: Row;
  /** Attributes that a state did not send: what held before still does. */
  readonly carried: readonly string[];
}

/** A period as it was stated, and what became of it. */
export interface StatedPeriod extends Statement {
  readonly fate: Fate;
  readonly load: string;
  readonly attributes: Row;
}

export interface KeyEvents {
  /** In the order in which they count; of one instant the last decides. */
  readonly events: readonly KeyEvent[];
  readonly periods: readonly StatedPeriod[];
}

/**
 * The events of a natural key, as history.md orders them.
 *
 * @param table the source table, where the dimension reads one directly
 * @param rows what the dimension's source says of the key, and its truncates
 */
export function keyEvents(
  dimension: Dimension,
  table: SourceTable | undefined,
  key: Row,
  rows: readonly Row[],
): KeyEvents {
  const { from } = dimension;
  const names = dimension.naturalKey.map(({ name }) => name);
  const finished = (event: Event, cause: Cause, carried: readonly string[]): KeyEvent => ({
    ...event,
    cause,
    attributes: attributesOf(dimension, event.values),
    carried,
  });
  if (from.form === 'states') {
    const events = rows.map((values): Event => ({
      key,
      at: '',
      sequence: [],
      isDelete: false,
      load: '',
      values,
    }));
    return { events: events.map((event) => finished(event, { kind: 'row' }, [])), periods: [] };
  }
  if (from.periods !== undefined) {
    const { events, periods } = eventsOfPeriods(dimension, from, from.periods, rows);
    return { events: events.map(({ event, cause }) => finished(event, cause, [])), periods };
  }
  const sequence = from.sequence.map(({ type }) => type);
  const delivered = eventsOfRelation(from, names, [{ at: '', rows }]).events;
  const own = [...delivered]
    .sort(byContent(dimension, from))
    .map((event) => ({ ...event, sent: event.values }));
  const carriedColumns =
    from.carriesNulls && table !== undefined
      ? tableRules(table).carried.filter((name) => own[0] !== undefined && name in own[0].values)
      : [];
  const rules = {
    key: from.key,
    sequence: from.sequence.map(({ name, type }) => ({ column: name, type })),
    carried: carriedColumns,
  };
  const complete = carriedColumns.length === 0 ? own : carryForward(own, rules);
  const events = [...complete]
    .sort((left, right) => compareEvents(left, right, sequence))
    .filter(({ values }) => identity(values, names) === identity(key, names))
    .map(({ sent, ...event }) => {
      const cause = causeOf(event, from, table);
      // What held before goes on in states alone: a delete changes no value, whatever it sends.
      if (event.isDelete) return { ...finished(event, cause, []), attributes: attributesOf(dimension, sent) };
      const carried = dimension.attributes.flatMap(({ name, value }) =>
        value.kind === 'column' && (sent[value.name] ?? null) !== (event.values[value.name] ?? null)
          ? [name]
          : [],
      );
      return finished(event, cause, carried);
    });
  return { events, periods: [] };
}

/** What an attribute is in a state of the dimension's source, whose expressions the warehouse was asked for. */
function attributesOf(dimension: Dimension, values: Row): Row {
  return Object.fromEntries(
    dimension.attributes.map((attribute) => [attribute.name, attributeValue(dimension, attribute, values)]),
  );
}

/** An attribute's value in a row that the warehouse was asked for. */
export function attributeValue(dimension: Dimension, attribute: Attribute, values: Row): Value {
  const name = attribute.value.kind === 'column' ? attribute.value.name : attributeName(dimension, attribute);
  return values[name] ?? null;
}

function causeOf(event: Event, from: EventRelation, table: SourceTable | undefined): Cause {
  if (!event.isDelete) return { kind: 'row' };
  const { truncate } = from;
  const isTruncate = truncate?.values.map(String).includes(event.values[truncate.column] ?? '') === true;
  if (isTruncate) return { kind: 'truncate' };
  if (table === undefined) return { kind: 'deleted' };
  if (table.shape === 'snapshot') return { kind: 'absence' };
  const { operation } = table;
  const value = event.values[operation?.column ?? ''] ?? null;
  return operation !== undefined && value !== null && operation.delete.map(String).includes(value)
    ? { kind: 'operation', column: operation.column, value }
    : { kind: 'filter' };
}

/** What decides where nothing else orders two events: the greater content is the later. */
function byContent(dimension: Dimension, from: EventRelation): (left: Event, right: Event) => number {
  const marks = new Set([...eventColumns(from), ...dimension.naturalKey.map(({ name }) => name)]);
  const columns = columnsRead(dimension).filter(({ name }) => !marks.has(name));
  return (left, right) =>
    columns.reduce(
      (decided, { name, type }) =>
        decided || compareValues(left.values[name] ?? null, right.values[name] ?? null, type),
      0,
    );
}

function eventsOfPeriods(
  dimension: Dimension,
  from: EventRelation,
  periods: StatedPeriods,
  rows: readonly Row[],
): { readonly events: readonly { event: Event; cause: Cause }[]; readonly periods: readonly StatedPeriod[] } {
  const statements = rows
    .map((row) => ({
      from: midnight(row[periods.from.name] ?? '', periods.from.type.kind),
      to: endOf(row[periods.to.name] ?? null, periods),
      isRetraction: periods.isRetracted !== undefined && row[periods.isRetracted] === 'true',
      load: from.deliveredAt === undefined ? '' : (row[from.deliveredAt] ?? ''),
      row,
    }))
    .sort(byStatement(dimension, from, periods));
  const byKey = [...groupBy(statements, ({ row }) => identity(row, from.key)).values()];
  const told = byKey.map((own) => periodEvents(own));
  const fates = new Map(told.flatMap((own) => [...own.fates]));
  const events = told.flatMap(({ events: own }, index) =>
    own.map(({ at, statement, isStart }) => {
      const row = (statement ?? byKey[index]?.[0])?.row ?? {};
      const event: Event = {
        key: pick(row, from.key),
        at,
        sequence: [],
        isDelete: statement === undefined,
        load: isStart ? (statement?.load ?? '') : '',
        values: row,
      };
      const cause: Cause =
        statement === undefined
          ? { kind: 'period_end' }
          : { kind: 'period', isStart, from: statement.from, to: statement.to };
      return { event, cause };
    }),
  );
  return {
    events: events.sort((left, right) => compareEvents(left.event, right.event, [])),
    periods: statements.map((statement) => {
      const { row, ...stated } = statement;
      return {
        ...stated,
        fate: fates.get(statement) ?? 'replaced',
        attributes: attributesOf(dimension, row),
      };
    }),
  };
}

interface Stated extends Statement {
  readonly load: string;
  readonly row: Row;
}

/** A later statement about a period replaces an earlier one. */
function byStatement(
  dimension: Dimension,
  from: EventRelation,
  { newest }: StatedPeriods,
): (left: Stated, right: Stated) => number {
  const content = byContent(dimension, from);
  const asEvent = ({ load, row, isRetraction }: Stated): Event => ({
    key: {},
    at: '',
    sequence: newest === 'events' ? from.sequence.map(({ name }) => row[name] ?? null) : [],
    isDelete: isRetraction,
    load: newest === 'events' ? load : '',
    values: row,
  });
  const types = newest === 'events' ? from.sequence.map(({ type }) => type) : [];
  return (left, right) =>
    compareTexts(left.from, right.from) ||
    (newest === 'delivery' ? compareTexts(left.load, right.load) : 0) ||
    compareEvents(asEvent(left), asEvent(right), types) ||
    compareTexts(left.to ?? '', right.to ?? '') ||
    content(asEvent(left), asEvent(right));
}

function midnight(text: string, kind: string): string {
  return kind === 'date' ? `${text} 00:00:00.000000` : text;
}

/** Many sources write the last day that there is for an end that is not known. */
function endOf(value: Value, { to, end }: StatedPeriods): string | null {
  if (value === null || value.slice(0, 10) >= '9999-12-31') return null;
  return end === 'inclusive_day' ? daysAfter(value.slice(0, 10), 1) : midnight(value, to.type.kind);
}
