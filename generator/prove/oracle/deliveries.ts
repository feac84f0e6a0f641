import { groupBy } from '../group-by.js';
import type { LogicalType } from '../../../dialects/logical-type.js';
import { identity, pick, type Row, type Value } from '../value.js';
import { compareEvents, type Event } from './event.js';

/** What one run found in a source table: its rows as they are staged. */
export interface Load {
  /** The time of the run, `YYYY-MM-DD HH:MM:SS.ffffff`. */
  readonly at: string;
  readonly rows: readonly Row[];
}

/** How the rows of a table are to be read. */
export interface TableRules {
  readonly shape: 'snapshot' | 'log' | 'delta' | 'cdc';
  readonly key: readonly string[];
  readonly columns: readonly string[];
  readonly changedAt?: { readonly column: string; readonly type: LogicalType };
  readonly loadedAt?: { readonly column: string; readonly type: LogicalType };
  readonly sequence: readonly { readonly column: string; readonly type: LogicalType }[];
  readonly operation?: {
    readonly column: string;
    readonly delete: readonly Value[];
    readonly truncate: readonly Value[];
  };
  /** The column that says `true` where a row counts; others are absent, or deletes of their key. */
  readonly keptIf?: string;
  /** Columns in which a null was not sent: what held before it still holds. Empty where a null is a value. */
  readonly carried: readonly string[];
  /** Set where it counts which load found a row of a log first, so that the loads are told apart. */
  readonly keptLog?: true;
  /** Absence means deleted only inside the partitions that a load contains; undefined: everywhere. */
  readonly scope?: readonly string[];
}

/** The events of a table, from all its loads so far, with what was not sent carried forward. */
export function deliveredEvents(table: TableRules, loads: readonly Load[]): Event[] {
  const events = table.shape === 'snapshot' ? snapshotEvents(table, loads) : streamEvents(table, loads);
  return table.carried.length === 0 ? events : carryForward(events, table);
}

function streamEvents(table: TableRules, loads: readonly Load[]): Event[] {
  // A log holds every event ever, so its last load says it all but when a row was found first.
  const deliveries = isLogAlone(table) ? loads.slice(-1) : loads;
  const seen = new Set<string>();
  const events: Event[] = [];
  const truncates: Event[] = [];
  for (const load of deliveries) {
    for (const row of load.rows) {
      const event = rowEvent(table, row, load);
      const isTruncate =
        table.operation?.truncate.includes(row[table.operation.column] ?? null) === true &&
        row[table.operation.column] !== null;
      // An exact repeat is no new event; in a log with a column that says when a row arrived, it has one of its own.
      const arrival = table.loadedAt?.column;
      const told = table.columns.filter((name) => table.shape === 'log' || name !== arrival);
      const repeat = JSON.stringify([event.at, identity(row, told)]);
      if (seen.has(repeat)) continue;
      seen.add(repeat);
      (isTruncate ? truncates : events).push(event);
    }
  }
  // A truncate ends every key that is known.
  const known = new Map(events.map((event) => [identity(event.key, table.key), event.key]));
  const ends = truncates.flatMap((event) =>
    [...known.values()].map((key): Event => ({
      ...event,
      key,
      isDelete: true,
      values: { ...event.values, ...key },
    })),
  );
  return [...events, ...ends];
}

/** A row as an event of its table. */
export function rowEvent(table: TableRules, row: Row, load: Load): Event {
  const operation = table.operation === undefined ? null : (row[table.operation.column] ?? null);
  const ends = [...(table.operation?.delete ?? []), ...(table.operation?.truncate ?? [])];
  const dated = table.changedAt ?? (table.shape === 'log' ? table.loadedAt : undefined);
  return {
    key: pick(row, table.key),
    at: dated === undefined ? load.at : instant(row[dated.column] ?? null, dated.type),
    sequence: table.sequence.map(({ column }) => row[column] ?? null),
    isDelete:
      (operation !== null && ends.includes(operation)) ||
      (table.keptIf !== undefined && row[table.keptIf] !== 'true'),
    load: arrival(table, row, load),
    ...(isLogAlone(table) ? {} : { broughtBy: load.at }),
    values: pick(row, table.columns),
  };
}

function isLogAlone({ shape, keptLog }: TableRules): boolean {
  return shape === 'log' && keptLog === undefined;
}

/** When a row was delivered, as far as that orders anything: in a log what it says itself comes first. */
function arrival(table: TableRules, row: Row, load: Load): string {
  if (table.shape !== 'log') return load.at;
  const stated =
    table.loadedAt === undefined ? '' : instant(row[table.loadedAt.column] ?? null, table.loadedAt.type);
  return isLogAlone(table) ? stated : `${stated} ${load.at}`;
}

/** In a snapshot absence is a delete, and a row that comes back after it happened no earlier than the load. */
function snapshotEvents(table: TableRules, loads: readonly Load[]): Event[] {
  const events: Event[] = [];
  const known = new Map<string, { readonly row: Row; readonly absentSince: string | undefined }>();
  // When a row arrived says nothing about what it is about.
  const told = table.columns.filter((name) => name !== table.loadedAt?.column);
  const scopeOf = (row: Row) => identity(row, table.scope ?? []);
  for (const load of loads) {
    const rows = load.rows.filter((row) => table.keptIf === undefined || row[table.keptIf] === 'true');
    const present = new Set(rows.map((row) => identity(row, table.key)));
    const scopes = new Set(rows.map(scopeOf));
    for (const row of rows) {
      const id = identity(row, table.key);
      const before = known.get(id);
      const isSame =
        before !== undefined &&
        before.absentSince === undefined &&
        identity(before.row, told) === identity(row, told);
      // What is kept of a row that says the same is the row that said it first.
      if (isSame) continue;
      known.set(id, { row, absentSince: undefined });
      const stated = rowEvent(table, row, load);
      const isBack = before?.absentSince !== undefined && stated.at <= before.absentSince;
      events.push({ ...stated, at: isBack ? load.at : stated.at });
    }
    for (const [id, { row, absentSince }] of known) {
      const isMissed = table.scope === undefined || scopes.has(scopeOf(row));
      if (present.has(id) || absentSince !== undefined || !isMissed) continue;
      known.set(id, { row, absentSince: load.at });
      events.push({ ...rowEvent(table, row, load), isDelete: true, at: load.at });
    }
  }
  return events;
}

/** Events with what they did not send, carried in the order of the events of a key, but never across a delete. */
export function carryForward<E extends Event>(
  events: readonly E[],
  table: Pick<TableRules, 'key' | 'sequence' | 'carried'>,
): E[] {
  const timelines = groupBy(events, (event) => identity(event.key, table.key));
  const types = table.sequence.map(({ type }) => type);
  return [...timelines.values()].flatMap((timeline) => {
    let held: Row = {};
    return [...timeline]
      .sort((left, right) => compareEvents(left, right, types))
      .map((event): E => {
        const sent = Object.fromEntries(
          table.carried.flatMap((name) =>
            event.values[name] === null || event.values[name] === undefined
              ? []
              : [[name, event.values[name]]],
          ),
        );
        const values = { ...event.values, ...held, ...sent };
        held = event.isDelete ? {} : { ...held, ...sent };
        return { ...event, values };
      });
  });
}

/** An instant as a text; a date is its midnight. */
export function instant(value: Value, type: LogicalType): string {
  if (value === null) throw new Error('an event without an instant');
  return type.kind === 'date' ? `${value} 00:00:00.000000` : value;
}
