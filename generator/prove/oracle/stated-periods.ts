import type { LogicalType } from '../../../dialects/logical-type.js';
import { groupBy } from '../group-by.js';
import { identity, pick, type Row, type Value } from '../value.js';
import { deliveredEvents, instant, type Load, rowEvent, type TableRules } from './deliveries.js';
import { compareEvents, type Event } from './event.js';
import { periodEvents, type Statement } from './periods.js';
import { type Timeline, type TimelineRules, timelines } from './timeline.js';

/** From when to when the rows of a table say that they hold. */
export interface ValidRules {
  readonly from: { readonly column: string; readonly type: LogicalType };
  readonly to: { readonly column: string; readonly type: LogicalType };
  /** Whether the end is the first instant at which a row no longer holds, or the last day on which it does. */
  readonly end: 'exclusive' | 'inclusive_day';
}

interface Said extends Statement {
  /** The row as it was delivered: what orders statements about one period. */
  readonly event: Event;
}

/** The timeline of each key of a table whose rows state periods, from all its loads so far. */
export function statedTimelines(
  table: TableRules,
  valid: ValidRules,
  loads: readonly Load[],
  rules: Pick<TimelineRules, 'deletes'>,
): Timeline[] {
  const events = table.shape === 'snapshot' ? absent(table, valid, loads) : said(table, valid, loads);
  const sequence = table.sequence.map(({ type }) => type);
  const statements = events
    .map((event): Said => ({
      from: instant(event.values[valid.from.column] ?? null, valid.from.type),
      to: endOf(event.values[valid.to.column] ?? null, valid),
      isRetraction: event.isDelete,
      event,
    }))
    .sort((left, right) => compareEvents(left.event, right.event, sequence));
  const byKey = groupBy(statements, ({ event }) => identity(event.values, table.key));
  return [...byKey.values()].flatMap((own) => {
    const key = pick(own[0]?.event.values ?? {}, table.key);
    const told = periodEvents(own).events.map(({ at, statement }): Event => ({
      ...{ key, at, sequence: [], load: '' },
      isDelete: statement === undefined,
      values: statement?.event.values ?? key,
    }));
    const isDecided = [...groupBy(own, ({ from }) => from).values()].every((about) =>
      about.every((statement, index) => isOrdered(statement, about[index + 1], sequence)),
    );
    return timelines(told, { key: table.key, sequence: [], deletes: rules.deletes }).map((timeline) => ({
      ...timeline,
      isDecided: timeline.isDecided && isDecided,
    }));
  });
}

/** Each load of a snapshot says all there is: a period that it lacks is taken back. */
function absent(table: TableRules, valid: ValidRules, loads: readonly Load[]): Event[] {
  const { changedAt: _none, ...undated } = table;
  return deliveredEvents({ ...undated, key: [...table.key, valid.from.column] }, loads);
}

/**
 * What rows said of a period counts in the order of their sequence, then of their loads. A load that says of it no more
 * than the last one did is no news; a row that was replaced and comes back is.
 */
function said(table: TableRules, valid: ValidRules, loads: readonly Load[]): Event[] {
  const dated = { ...table, changedAt: valid.from };
  const period = [...table.key, valid.from.column, ...table.sequence.map(({ column }) => column)];
  const content = table.columns.filter((name) => name !== table.loadedAt?.column);
  const last = new Map<string, ReadonlySet<string>>();
  // A log holds every row ever, so its last load says it all.
  return (table.shape === 'log' ? loads.slice(-1) : loads).flatMap((load) => {
    const brought = groupBy(
      load.rows.map((row) => rowEvent(dated, row, load)),
      ({ values }) => identity(values, period),
    );
    return [...brought].flatMap(([about, events]) => {
      const texts = events.map(({ isDelete, values }) => `${isDelete} ${identity(values, content)}`);
      const known = last.get(about);
      if (known !== undefined && texts.every((text) => known.has(text))) return [];
      last.set(about, new Set(texts));
      return events;
    });
  });
}

/** Whether it matters not, or something says, which of two neighbors was said first. */
function isOrdered(said: Said, next: Said | undefined, sequence: readonly LogicalType[]): boolean {
  if (next === undefined || compareEvents(said.event, next.event, sequence) !== 0) return true;
  const same = (left: Row, right: Row) =>
    identity(left, Object.keys(left)) === identity(right, Object.keys(left));
  return (said.isRetraction && next.isRetraction) || same(said.event.values, next.event.values);
}

/** Null where the period has no end; many sources write the last day that there is for it. */
function endOf(value: Value, { to, end }: ValidRules): string | null {
  if (value === null || value.slice(0, 10) >= '9999-12-31') return null;
  if (end === 'exclusive') return instant(value, to.type);
  const next = new Date(Date.parse(`${value.slice(0, 10)}T00:00:00Z`) + 86_400_000);
  return `${next.toISOString().slice(0, 10)} 00:00:00.000000`;
}
