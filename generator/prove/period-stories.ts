import type { Cell, CellRow } from './cell.js';
import type { Chance } from './chance.js';
import { type Draw, type Facts, instantOf } from './drawn-rows.js';
import { daysAfter } from './instants.js';
import type { SourcePlan } from './source-plan.js';
import type { Stage } from './stories.js';
import type { Value } from './value.js';

/** What a load says of one period. */
export interface PeriodStage extends Pick<Stage, 'loadTimes'> {
  readonly plan: SourcePlan;
  readonly draw: Draw;
  /** The instants at which periods of this key begin and end. */
  readonly dates: readonly string[];
  /** How a row says whether it ends something. */
  readonly ending: () => Pick<Facts, 'operation' | 'kept'>;
}

/** The periods of one key in each load: some overlap or follow one another, are corrected, taken back, or said again. */
export function periodStory(stage: PeriodStage, chance: Chance): CellRow[][] {
  return stage.plan.table.shape === 'snapshot' ? snapshots(stage, chance) : changes(stage, chance);
}

/** All periods that there are, with each load. */
function snapshots(stage: PeriodStage, chance: Chance): CellRow[][] {
  const { plan, loadTimes } = stage;
  let known = new Map<string, CellRow>();
  return loadTimes.map((at) => {
    const kept = [...known].filter(() => !chance.happens(0.15));
    const next = new Map(
      kept.map(([start, row]) => [start, chance.happens(0.2) ? moved(row, stage, chance) : row]),
    );
    for (let count = chance.below(3); count > 0; count -= 1) {
      const start = chance.pick(stage.dates);
      const kept = plan.rules.keptIf !== undefined && chance.happens(0.1) ? 'false' : 'true';
      next.set(
        startText(start, plan),
        row(start, { operation: null, kept, sequence: 0, loadedAt: at }, stage, chance),
      );
    }
    known = next;
    return [...known.values()].map((period) => arrived(period, at, plan));
  });
}

/** What is said of periods, in any load; of one period with one sequence a later load decides. */
function changes(stage: PeriodStage, chance: Chance): CellRow[][] {
  const { plan, loadTimes, ending } = stage;
  const { sequence, shape, loadedAt } = plan.table;
  const loads: CellRow[][] = loadTimes.map(() => []);
  const taken = new Map<string, number>();
  const ordersByArrival = shape !== 'log' || loadedAt !== undefined;
  let number = 50 + chance.below(50);
  for (let index = chance.below(7); index >= 0; index -= 1) {
    let load = chance.below(loadTimes.length);
    const start = chance.pick(stage.dates);
    const end = ending();
    if (sequence.length > 0) number = Math.max(0, number + chance.pick([1, 2, -20]));
    const place = `${startText(start, plan)} ${number}`;
    const before = taken.get(place);
    if (before !== undefined) {
      if (!ordersByArrival || before + 1 >= loadTimes.length) continue;
      load = before + 1 + chance.below(loadTimes.length - before - 1);
    }
    const facts = { ...end, sequence: number, loadedAt: '' };
    const said = row(start, facts, stage, chance);
    deliver(said, load);
    if (chance.happens(0.15)) deliver(said, load);
    if (ordersByArrival) {
      const first = load;
      // Something else is said for a while, or nothing, and then the same again.
      if (first + 2 < loadTimes.length && chance.happens(0.3)) {
        load += 1 + chance.below(loadTimes.length - load - 2);
        deliver(row(start, facts, stage, chance), load);
      }
      if (load + 1 < loadTimes.length && (load > first || chance.happens(0.25))) {
        load += 1 + chance.below(loadTimes.length - load - 1);
        deliver(said, load);
      }
    }
    taken.set(place, load);
  }
  return loads;

  function deliver(period: CellRow, load: number): void {
    loads[load]?.push(arrived(period, loadTimes[load] ?? '', plan));
  }
}

function row(start: string, facts: Omit<Facts, 'at' | 'until'>, stage: PeriodStage, chance: Chance): CellRow {
  return stage.draw({ ...facts, at: start, until: endText(stage, chance) });
}

/** The same period with another end. */
function moved(period: CellRow, stage: PeriodStage, chance: Chance): CellRow {
  const to = stage.plan.table.valid?.to;
  const column = stage.plan.columns.find(({ name }) => name === to);
  const until = endText(stage, chance);
  return column === undefined
    ? period
    : { ...period, [column.name]: until === null ? null : instantOf(until, column.type) };
}

/** An end may be unknown, or come before its start: such a period never holds. */
function endText({ dates }: PeriodStage, chance: Chance): Value {
  return chance.pick([null, daysAfter('9999-12-31', 0), ...dates, ...dates]);
}

/** The start as its column holds it: a day is a day, whatever its hour. */
function startText(start: string, plan: SourcePlan): string {
  const column = plan.columns.find(({ name }) => name === plan.table.valid?.from);
  return column === undefined ? start : instantOf(start, column.type);
}

function arrived(period: CellRow, at: string, plan: SourcePlan): CellRow {
  const column = plan.columns.find(({ name }) => name === plan.table.loadedAt);
  const cell: Cell = column === undefined ? null : instantOf(at, column.type);
  return column === undefined ? period : { ...period, [column.name]: cell };
}
