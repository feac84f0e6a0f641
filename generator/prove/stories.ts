import type { Cell, CellRow, Delivery } from './cell.js';
import type { Chance } from './chance.js';
import type { Domain } from './column-classes.js';
import { type Draw, drawer, type Facts, instantOf, type Payload, ruling } from './drawn-rows.js';
import { instantText } from './instants.js';
import { periodStory } from './period-stories.js';
import type { SourcePlan } from './source-plan.js';
import type { Value } from './value.js';

/** What random stories have in common. */
export interface Stage {
  /** The time of each load. */
  readonly loadTimes: readonly string[];
  /** The instants at which things happen: few, so that they meet. */
  readonly instants: readonly string[];
  /** How many things a domain has. */
  readonly sizeOf: (domain: Domain) => number;
}

/** The random history of one key: a few rows, each delivered by one load or more. */
export function story(plan: SourcePlan, number: number, stage: Stage, chance: Chance): Delivery[] {
  const key = keyCells(plan, number);
  const draw = drawer(plan, key, stage, chance);
  const loads = storyOf(plan, draw, stage, chance);
  return loads.flatMap((rows, load) => rows.map((row) => ({ table: plan.name, load, row })));
}

function storyOf(plan: SourcePlan, draw: Draw, stage: Stage, chance: Chance): CellRow[][] {
  const { valid, shape, changedAt, loadedAt } = plan.table;
  if (valid !== undefined) {
    const dates = instantsOf(plan, stage, chance);
    const ends = () => ending(plan, chance);
    return periodStory({ plan, draw, loadTimes: stage.loadTimes, dates, ending: ends }, chance);
  }
  if (shape === 'snapshot') return snapshotStory(plan, draw, stage, chance);
  const isDated = changedAt !== undefined || (shape === 'log' && loadedAt !== undefined);
  return isDated ? datedStory(plan, draw, stage, chance) : undatedStory(plan, draw, stage, chance);
}

/** Truncates with some of the loads, which end every key of the table; none where the table knows none. */
export function truncates(plan: SourcePlan, { loadTimes, instants }: Stage, chance: Chance): Delivery[] {
  const word = plan.table.operation?.truncate[0];
  if (word === undefined) return [];
  // Not with every load: what no truncate follows has to be seen too.
  const later = chance.shuffled(loadTimes.map((_, load) => load).slice(1));
  return later.slice(0, Math.ceil(later.length / 2)).map((load) => {
    const at = loadTimes[load] ?? '';
    const facts: Facts = {
      at: chance.pick([instants[0] ?? at, instants[3] ?? at, at]),
      loadedAt: at,
      sequence: load * 5,
      operation: String(word),
      kept: 'true',
    };
    const row = plan.columns.map((column): [string, Cell] => [
      column.name,
      ruling(column, plan, facts) ?? null,
    ]);
    return { table: plan.name, load, row: Object.fromEntries(row) };
  });
}

/** The key with a number: in a composite one the first column counts slowest, so that the others repeat. */
export function keyCells(plan: SourcePlan, number: number): CellRow {
  const names = plan.table.key.filter(
    (name) => plan.columns.find((column) => column.name === name)?.source.kind === 'key',
  );
  const place = plan.turn.first + number * plan.turn.step;
  const others = names.length - 1;
  return Object.fromEntries(
    names.map((name, index): [string, Cell] => {
      const column = plan.columns.find((candidate) => candidate.name === name);
      const own = index === 0 ? Math.floor(place / 2 ** others) : Math.floor(place / 2 ** (index - 1)) % 2;
      return [name, column?.source.kind === 'key' ? { domain: column.source.domain, number: own } : null];
    }),
  );
}

/** Instants of one key: shared ones that meet those of others, neighbors, one far away, one of a load. */
function instantsOf(plan: SourcePlan, { instants, loadTimes }: Stage, chance: Chance): string[] {
  const days = chance.shuffled(instants.map((instant) => instant.slice(0, 10))).slice(0, 3);
  // Under another key rows of several things meet, and nothing but their instants orders them.
  if (!plan.sharesInstants)
    return days.flatMap((day) => [
      instantText(Date.parse(`${day}T00:00:00Z`) + chance.below(86_400_000), chance.below(1000)),
      instantText(Date.parse(`${day}T00:00:00Z`) + chance.below(86_400_000), chance.below(1000)),
    ]);
  return [
    `${days[0]} 00:00:00.000000`,
    `${days[1] ?? days[0]} 12:30:00.000000`,
    `${days[2] ?? days[0]} 23:59:59.999999`,
    `${instants[0]?.slice(0, 10)} 00:00:00.000000`,
    `${instants[0]?.slice(0, 10)} 00:00:00.000001`,
    chance.pick(['1899-12-31 23:59:59.999999', '1900-01-01 00:00:00.000000', '2031-01-01 00:00:00.000000']),
    chance.pick(loadTimes),
  ];
}

/** One key's rows in each snapshot: there or not, as before, changed, corrected, or set back. */
function snapshotStory(plan: SourcePlan, draw: Draw, stage: Stage, chance: Chance): CellRow[][] {
  const dates = instantsOf(plan, stage, chance);
  const isFiltered = plan.rules.keptIf !== undefined;
  const row = (loadedAt: string): CellRow =>
    draw({
      at: chance.pick(dates),
      loadedAt,
      sequence: chance.below(5),
      operation: null,
      kept: isFiltered && chance.happens(0.1) ? chance.pick(['false', null]) : 'true',
    });
  let current = row(stage.loadTimes[0] ?? '');
  const absence = chance.pick([0, 0.1, 0.4]);
  return stage.loadTimes.map((at) => {
    if (chance.happens(0.5)) {
      const next = row(at);
      const dated = plan.table.changedAt;
      current = chance.pick<CellRow>([
        next,
        ...(dated === undefined
          ? []
          : [
              { ...current, [dated]: next[dated] ?? null },
              { ...next, [dated]: current[dated] ?? null },
            ]),
        mixed(current, next, plan, chance),
        mixed(current, next, plan, chance),
      ]);
    }
    const arrived =
      plan.table.loadedAt === undefined ? current : { ...current, [plan.table.loadedAt]: arrival(plan, at) };
    return !isFiltered && chance.happens(absence) ? [] : [arrived];
  });
}

/** A row with one of its values as another has it. */
function mixed(row: CellRow, other: CellRow, plan: SourcePlan, chance: Chance): CellRow {
  const values = plan.columns.filter(({ source }) => source.kind === 'value' || source.kind === 'reference');
  if (values.length === 0) return row;
  const { name } = chance.pick(values);
  return { ...row, [name]: other[name] ?? null };
}

function arrival(plan: SourcePlan, at: string): Value {
  const column = plan.columns.find(({ name }) => name === plan.table.loadedAt);
  return column === undefined ? null : instantOf(at, column.type);
}

/** Events that happen when they are loaded. */
function undatedStory(plan: SourcePlan, draw: Draw, { loadTimes }: Stage, chance: Chance): CellRow[][] {
  const told: CellRow[] = [];
  // Without a sequence nothing would order two rows of one load.
  const counts = plan.table.sequence.length === 0 ? [0, 1, 1] : [0, 0, 1, 1, 2, 3];
  return loadTimes.map((at) => {
    const rows = Array.from({ length: chance.pick(counts) }, (_, index) => {
      const end = ending(plan, chance);
      return draw({ at, loadedAt: at, sequence: index, ...end }, payload(plan, end, chance));
    });
    const again = rows.length === 0 && told.length > 0 && chance.happens(0.5) ? [chance.pick(told)] : [];
    told.push(...rows);
    return [...rows, ...again];
  });
}

/** Events in business time, each delivered by any load, some of them more than once. */
function datedStory(plan: SourcePlan, draw: Draw, stage: Stage, chance: Chance): CellRow[][] {
  const { loadTimes } = stage;
  const dates = instantsOf(plan, stage, chance);
  const isArrivalOnly = plan.table.changedAt === undefined;
  const loads: CellRow[][] = loadTimes.map(() => []);
  const taken = new Map<string, number>();
  let sequence = 50 + chance.below(50);
  // Where only their arrival orders two states of an instant, one of them told again would be one more of them.
  const ordersByArrival = plan.table.shape !== 'log' || plan.table.loadedAt !== undefined;
  const isContested = ordersByArrival && plan.table.sequence.length === 0 && chance.happens(0.5);
  const grain =
    plan.columns.find(({ source }) => source.kind === 'changed_at')?.type.kind === 'date' ? 10 : 26;
  for (let index = chance.below(8); index >= 0; index -= 1) {
    let load = chance.below(loadTimes.length);
    const at = isArrivalOnly ? (loadTimes[load] ?? '') : chance.pick(dates);
    const end = ending(plan, chance);
    const isEnd = end.kept !== 'true' || isDelete(plan, end.operation);
    if (plan.table.sequence.length > 0) {
      // A delete may share its number with the state that it ends.
      const shared = isEnd && chance.happens(0.2);
      sequence += shared ? 0 : chance.pick([1, 2, -20]);
      const place = `${at.slice(0, grain)} ${sequence} ${isEnd}`;
      if (taken.has(place) || sequence < 0) continue;
      taken.set(place, load);
    } else {
      // Without a sequence two states of one instant are ordered by when they came: the later corrects the earlier.
      const place = `${at.slice(0, grain)} ${isEnd}`;
      const before = taken.get(place);
      if (before !== undefined && !isEnd) {
        if (!isContested || isArrivalOnly || before + 1 >= loadTimes.length) continue;
        load = before + 1 + chance.below(loadTimes.length - before - 1);
      } else if (before !== undefined) continue;
      taken.set(place, load);
    }
    deliver(draw({ at, loadedAt: '', sequence, ...end }, payload(plan, end, chance)), load);
  }
  return loads;

  function deliver(row: CellRow, load: number): void {
    const arrived = (at: number): CellRow =>
      plan.table.loadedAt === undefined
        ? row
        : { ...row, [plan.table.loadedAt]: arrival(plan, loadTimes[at] ?? '') };
    loads[load]?.push(arrived(load));
    if (chance.happens(0.15)) loads[load]?.push(arrived(load));
    if (isContested || isArrivalOnly || !chance.happens(0.3)) return;
    const again = chance.below(loadTimes.length);
    loads[again]?.push(arrived(again));
  }
}

function isDelete(plan: SourcePlan, operation: Value): boolean {
  return plan.table.operation?.delete.map(String).includes(operation ?? '') === true;
}

/** Whether a row is a delete, and how it says so. */
function ending(plan: SourcePlan, chance: Chance): Pick<Facts, 'operation' | 'kept'> {
  const { operation } = plan.table;
  const column = plan.columns.find(({ source }) => source.kind === 'operation');
  const words = column?.source.kind === 'operation' ? [...column.source.upserts, null] : [null];
  return {
    operation:
      operation !== undefined && chance.happens(0.25)
        ? chance.pick(operation.delete.map(String))
        : chance.pick(words),
    kept: plan.rules.keptIf !== undefined && chance.happens(0.15) ? chance.pick(['false', null]) : 'true',
  };
}

/** A delete may come with nothing but its key. */
function payload(plan: SourcePlan, { operation }: Pick<Facts, 'operation'>, chance: Chance): Payload {
  if (isDelete(plan, operation) && chance.happens(0.5)) return 'empty';
  return plan.rules.carried.length > 0 ? 'sparse' : 'full';
}
