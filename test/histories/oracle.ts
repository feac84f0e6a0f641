/**
 * What a dimension must say after any number of loads, computed the slow way: all events of a key, in order, one by one.
 * Written from the definition of history alone; it shares nothing with the generator.
 */

export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, Value>>;

/** What one run found in the source. Instants are texts of one width, so that they compare as texts. */
export interface Load {
  readonly at: string;
  readonly rows: readonly Row[];
}

/** How a source table is to be read. */
export interface TableRules {
  readonly shape: 'snapshot' | 'log' | 'delta' | 'cdc';
  readonly key: readonly string[];
  readonly changedAt?: string;
  readonly loadedAt?: string;
  readonly sequence?: readonly string[];
  readonly operation?: {
    readonly column: string;
    readonly delete: readonly Value[];
    readonly truncate?: readonly Value[];
  };
  readonly filter?: (row: Row) => boolean;
  readonly nullsAreUnsent?: boolean;
  readonly scope?: readonly string[];
  /** The columns with values: what is neither key nor instant, nor says how to read a row. */
  readonly payload: readonly string[];
}

export interface AttributeRules {
  readonly name: string;
  readonly scd: 0 | 1 | 2 | 3 | 6;
  readonly value: (state: Row) => Value;
}

export interface DimensionRules {
  readonly naturalKey: readonly string[];
  readonly attributes: readonly AttributeRules[];
  readonly deletes: 'close' | 'flag' | 'ignore';
  readonly firstVersion: 'at_event' | 'open_past';
  /** Where the values of scd 1 are written; left out: to all versions. */
  readonly overwrite?: 'all_versions' | 'current' | 'version';
  /** Versions although nothing is tracked: one per stretch in which the key existed. */
  readonly versions?: 'existence';
  /**
   * Set where a load's events from before the key's newest version are set aside: what opens the versions that decide,
   * which may be more than these rules are about.
   */
  readonly late?: { readonly judgedBy: readonly AttributeRules[] };
  readonly openStart: string;
  readonly openEnd: string | null;
}

interface Event {
  readonly key: Row;
  readonly at: string;
  readonly sequence: readonly Value[];
  readonly isDelete: boolean;
  readonly load: string;
  /** The first load that held it. */
  readonly broughtBy: string;
  readonly values: Row;
}

/** What a key said from an instant on. */
export interface State {
  readonly at: string;
  readonly isDelete: boolean;
  readonly values: Row;
}

/** A natural key and its states from the first to the last, one per instant. */
export interface Timeline {
  readonly key: Row;
  readonly states: readonly State[];
}

/** The rows of the dimension, without its surrogate key and load time. */
export function dimensionRows(table: TableRules, dimension: DimensionRules, loads: readonly Load[]): Row[] {
  return eventsByKey(table, dimension, loads).flatMap((own) =>
    timelineRows(
      {
        key: pick(own[0]?.key ?? {}, dimension.naturalKey),
        states: statesOf(timelyEvents(own, table, dimension), table, dimension),
      },
      dimension,
    ),
  );
}

/** What each natural key of a table said over time. */
export function timelines(
  table: TableRules,
  rules: Pick<DimensionRules, 'naturalKey' | 'deletes'>,
  loads: readonly Load[],
): Timeline[] {
  return eventsByKey(table, rules, loads).map((own) => ({
    key: pick(own[0]?.key ?? {}, rules.naturalKey),
    states: statesOf(own, table, rules),
  }));
}

function eventsByKey(
  table: TableRules,
  { naturalKey }: Pick<DimensionRules, 'naturalKey'>,
  loads: readonly Load[],
): Event[][] {
  const events = new Map<string, Event[]>();
  for (const event of deliveredEvents(table, loads)) {
    const id = JSON.stringify(naturalKey.map((name) => event.key[name]));
    events.set(id, [...(events.get(id) ?? []), event]);
  }
  return [...events.values()];
}

/** The events of one key, without those that an earlier load made late: load by load. */
function timelyEvents(
  events: readonly Event[],
  table: TableRules,
  { late, ...dimension }: DimensionRules,
): readonly Event[] {
  if (late === undefined) return events;
  const timely: Event[] = [];
  for (const load of [...new Set(events.map((event) => event.broughtBy))].sort()) {
    const states = statesOf(timely, table, dimension);
    const starts = timelineRows({ key: {}, states }, { ...dimension, attributes: late.judgedBy }).map(
      (version) => text(version['valid_from']),
    );
    const newest = starts.sort().at(-1) ?? '';
    timely.push(...events.filter((event) => event.broughtBy === load && event.at >= newest));
  }
  return timely;
}

function statesOf(
  events: readonly Event[],
  table: TableRules,
  rules: Pick<DimensionRules, 'deletes'>,
): State[] {
  const ordered = [...events].sort(compareEvents);
  const carried = table.nullsAreUnsent === true ? carryForward(ordered) : ordered;
  const heeded = rules.deletes === 'ignore' ? carried.filter((event) => !event.isDelete) : carried;
  // Of several events at one instant the last wins.
  return heeded
    .filter((event, index) => heeded[index + 1]?.at !== event.at)
    .map(({ at, isDelete, key, values }) => ({ at, isDelete, values: { ...key, ...values } }));
}

/** The rows of one natural key. */
export function timelineRows({ key, states: told }: Timeline, dimension: DimensionRules): Row[] {
  const states = told.map((state): State => ({
    ...state,
    values: Object.fromEntries(dimension.attributes.map(({ name, value }) => [name, value(state.values)])),
  }));
  const alive = states.filter((state) => !state.isDelete);
  const first = alive[0];
  const last = alive.at(-1);
  if (first === undefined || last === undefined) return [];
  const named = (...scds: readonly AttributeRules['scd'][]) =>
    dimension.attributes.flatMap((attribute) => (scds.includes(attribute.scd) ? [attribute.name] : []));
  const unversioned = {
    ...pick(first.values, named(0)),
    ...pick(last.values, named(1, 3)),
    ...Object.fromEntries(named(3).map((name) => [`previous_${name}`, beforeLastChange(alive, name)])),
    ...Object.fromEntries(named(6).map((name) => [`current_${name}`, last.values[name] ?? null])),
  };
  const tracked = named(2, 6);
  if (!isVersioned(dimension)) {
    const isDeleted = states.at(-1)?.isDelete === true;
    if (dimension.deletes === 'flag') return [{ ...key, ...unversioned, is_deleted: isDeleted }];
    return isDeleted ? [] : [{ ...key, ...unversioned }];
  }
  return versionRows(states, tracked, named(1), dimension).map((version) => ({
    ...key,
    ...unversioned,
    ...version,
  }));
}

/** True where the table has a row per version. */
export function isVersioned({
  attributes,
  versions,
}: Pick<DimensionRules, 'attributes' | 'versions'>): boolean {
  return versions === 'existence' || attributes.some(({ scd }) => scd === 2 || scd === 6);
}

/** What a column said before it last changed; null where it never did. A delete changes no value. */
function beforeLastChange(alive: readonly State[], name: string): Value {
  let before: Value = null;
  alive.forEach(({ values }, index) => {
    const earlier = alive[index - 1]?.values[name];
    if (earlier !== undefined && earlier !== values[name]) before = earlier;
  });
  return before;
}

function versionRows(
  states: readonly State[],
  tracked: readonly string[],
  overwritten: readonly string[],
  dimension: DimensionRules,
): Row[] {
  interface Run {
    readonly from: string;
    readonly isDelete: boolean;
    readonly values: Row;
    /** The values of scd 1 that it had last. A version that is current no longer was overwritten until then. */
    own: Row;
  }
  const runs: Run[] = [];
  for (const { at, isDelete, values } of states) {
    const before = runs.at(-1);
    if (isDelete) {
      // A delete's own payload says nothing: the flagged row keeps what held before it.
      if (before !== undefined && !before.isDelete) runs.push({ ...before, from: at, isDelete });
      continue;
    }
    const own = pick(values, overwritten);
    if (
      before === undefined ||
      before.isDelete ||
      tracked.some((name) => before.values[name] !== (values[name] ?? null))
    )
      runs.push({ from: at, isDelete, values: pick(values, tracked), own });
    else before.own = own;
  }
  return runs.flatMap((run, index) => {
    if (run.isDelete && dimension.deletes === 'close') return [];
    const to = runs[index + 1]?.from ?? null;
    const from =
      index === 0 && dimension.firstVersion === 'open_past' && run.from > dimension.openStart
        ? dimension.openStart
        : run.from;
    return [
      {
        ...run.values,
        ...(dimension.overwrite === 'current' || dimension.overwrite === 'version' ? run.own : {}),
        valid_from: from,
        valid_to: to ?? dimension.openEnd,
        is_current: to === null,
        ...(dimension.deletes === 'flag' ? { is_deleted: run.isDelete } : {}),
      },
    ];
  });
}

/** A null was not sent: what held before it still holds, but not across a delete. */
function carryForward(events: readonly Event[]): Event[] {
  let held: Row = {};
  return events.map((event) => {
    const sent = Object.fromEntries(Object.entries(event.values).filter(([, value]) => value !== null));
    const values = { ...event.values, ...held, ...sent };
    held = event.isDelete ? {} : { ...held, ...sent };
    return { ...event, values };
  });
}

/** The events of one key from the first to the last. */
function compareEvents(left: Event, right: Event): number {
  const order =
    compare(left.at, right.at) ||
    left.sequence.reduce(
      (decided: number, value, index) => decided || compare(value, right.sequence[index] ?? null),
      0,
    ) ||
    Number(left.isDelete) - Number(right.isDelete) ||
    compare(left.load, right.load);
  if (order === 0 && !left.isDelete && JSON.stringify(left.values) !== JSON.stringify(right.values)) {
    throw new Error(`nothing orders ${JSON.stringify(left)} and ${JSON.stringify(right)}`);
  }
  return order;
}

/** Null comes before everything. */
function compare(left: Value, right: Value): number {
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? -1 : 1;
  return left < right ? -1 : 1;
}

function deliveredEvents(table: TableRules, loads: readonly Load[]): Event[] {
  if (table.shape === 'snapshot') return snapshotEvents(table, loads);
  const deliveries = table.shape === 'log' ? loads.slice(-1) : loads;
  const seen = new Set<string>();
  const firstHeld = new Map<string, string>();
  for (const load of table.shape === 'log' ? loads : [])
    for (const row of load.rows.map((each) => JSON.stringify(each)))
      firstHeld.set(row, firstHeld.get(row) ?? load.at);
  const events: (Event & { isTruncate: boolean })[] = [];
  for (const load of deliveries) {
    for (const row of load.rows) {
      const event = rowEvent(table, row, load);
      // A repeat is no new event; in a log with a column that says when a row arrived, it has one of its own.
      const identity = JSON.stringify([
        event.key,
        event.at,
        event.sequence,
        event.isDelete,
        event.isTruncate,
        row,
        table.shape === 'log' ? event.load : '',
      ]);
      if (seen.has(identity)) continue;
      seen.add(identity);
      events.push({ ...event, broughtBy: firstHeld.get(JSON.stringify(row)) ?? load.at });
    }
  }
  const keys = new Map(
    events.filter((event) => !event.isTruncate).map((event) => [JSON.stringify(event.key), event.key]),
  );
  return events.flatMap((event) =>
    event.isTruncate ? [...keys.values()].map((key) => ({ ...event, key })) : [event],
  );
}

function rowEvent(table: TableRules, row: Row, load: Load): Event & { isTruncate: boolean } {
  const operation = table.operation === undefined ? null : (row[table.operation.column] ?? null);
  const isTruncate = operation !== null && table.operation?.truncate?.includes(operation) === true;
  const says = operation !== null && table.operation?.delete.includes(operation) === true;
  return {
    key: pick(row, table.key),
    at: table.changedAt === undefined ? load.at : text(row[table.changedAt]),
    sequence: (table.sequence ?? []).map((name) => row[name] ?? null),
    isDelete: isTruncate || says || table.filter?.(row) === false,
    isTruncate,
    load: table.shape !== 'log' ? load.at : table.loadedAt === undefined ? '' : text(row[table.loadedAt]),
    broughtBy: load.at,
    values: pick(row, table.payload),
  };
}

/** In a snapshot absence is a delete, and a row that comes back after it happened no earlier than the load. */
function snapshotEvents(table: TableRules, loads: readonly Load[]): Event[] {
  const events: Event[] = [];
  const known = new Map<string, { row: Row; absentSince: string | undefined }>();
  const scopeOf = (row: Row) => JSON.stringify((table.scope ?? []).map((name) => row[name]));
  for (const load of loads) {
    const rows = load.rows.filter((row) => table.filter?.(row) !== false);
    const present = new Set(rows.map((row) => JSON.stringify(pick(row, table.key))));
    const scopes = new Set(rows.map(scopeOf));
    for (const row of rows) {
      const id = JSON.stringify(pick(row, table.key));
      const before = known.get(id);
      known.set(id, { row, absentSince: undefined });
      if (before !== undefined && before.absentSince === undefined && same(before.row, row)) continue;
      const stated = rowEvent(table, row, load);
      const isBack = before?.absentSince !== undefined && stated.at <= before.absentSince;
      events.push({ ...stated, isDelete: false, at: isBack ? load.at : stated.at });
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

function same(left: Row, right: Row): boolean {
  return Object.keys(right).every((name) => left[name] === right[name]);
}

function pick(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

function text(value: Value | undefined): string {
  if (typeof value !== 'string') throw new Error(`an instant is missing: ${String(value)}`);
  return value;
}
