import type { Project } from '../resolve/project.js';
import { type Delivery, rowOf } from './cell.js';
import { compareAll, nothingCompared } from './comparison.js';
import type { Finding, Moment } from './finding.js';
import { groupBy } from './group-by.js';
import type { Laboratory } from './laboratory.js';
import type { Load } from './oracle/deliveries.js';
import { attributeName, computedAttributes, type Reading } from './reading.js';
import type { SourcePlan } from './source-plan.js';
import type { DimensionSubject, Subjects } from './subjects.js';
import type { Told } from './told.js';
import { statesToCompute } from './told-timelines.js';
import { identity, type Row, type Value } from './value.js';

/** What an experiment is done with. */
export interface Apparatus {
  readonly project: Project;
  readonly plans: readonly SourcePlan[];
  readonly subjects: Subjects;
  readonly readings: readonly Reading[];
  /** Dimensions whose expressions the warehouse is asked about in each run, also those that are not looked at. */
  readonly computed: readonly DimensionSubject[];
  readonly laboratory: Laboratory;
  readonly loadTimes: readonly string[];
  /** Told before each run of dbt. */
  readonly progress: (what: string) => void;
}

export type ExperimentResult =
  | { readonly kind: 'done'; readonly findings: readonly Finding[]; readonly undecided: number }
  /** dbt ended with an error: what it printed. */
  | { readonly kind: 'stopped'; readonly moment: Moment; readonly printed: string }
  | { readonly kind: 'no_dbt' };

export interface ExperimentOptions {
  /** Models to run, as dbt selects them; all where it is left out. */
  readonly select?: readonly string[];
  /** `first_finding`: no further than the first run after which something is wrong; otherwise to this moment. */
  readonly until: 'first_finding' | Moment;
}

/**
 * Delivers rows load by load into an empty warehouse, repeats the last load, refreshes everything, and compares after
 * each run.
 */
export async function experiment(
  apparatus: Apparatus,
  deliveries: readonly Delivery[],
  { select, until }: ExperimentOptions,
): Promise<ExperimentResult> {
  const { laboratory, loadTimes, progress, subjects } = apparatus;
  await laboratory.empty();
  const loads = sourceLoads(apparatus, deliveries);
  const models = new Map<string, Load[]>();
  const computed = new Map<string, Value>();
  const comparing = nothingCompared();
  const runs: readonly { readonly moment: Moment; readonly at: string; readonly words: readonly string[] }[] =
    [
      ...loadTimes.map((at, load) => ({ moment: { kind: 'load' as const, load }, at, words: [] })),
      { moment: { kind: 'repeat' }, at: loadTimes.at(-1) ?? '', words: [] },
      { moment: { kind: 'full_refresh' }, at: refreshTime(loadTimes), words: ['--full-refresh'] },
    ];
  const options = select === undefined ? [] : ['--select', ...select];
  const findings: Finding[] = [];
  let undecided = 0;
  for (const [index, { moment, at, words }] of runs.entries()) {
    const last = Math.min(index, loadTimes.length - 1);
    progress(`${momentWords(moment, loadTimes.length)} (${index + 1} of ${runs.length})`);
    for (const plan of apparatus.plans)
      await laboratory.land(plan.name, landed(plan, loads.get(plan.name)?.[last]?.rows ?? []));
    const isRefresh = moment.kind === 'full_refresh';
    // A full refresh is one more load: what the tables still hold is delivered again.
    const delivered = (held: readonly Load[]): Load[] => [
      ...held.slice(0, last + 1),
      ...(isRefresh ? held.slice(-1).map(({ rows }) => ({ at, rows })) : []),
    ];
    const told: Told = {
      project: apparatus.project,
      loads: (name, form) => {
        const held = loads.get(name);
        const all = held === undefined ? (models.get(name) ?? []) : delivered(held);
        return isRefresh && form === 'states' ? all.slice(-1) : all;
      },
      computed: (dimension, attribute, state) =>
        computed.get(`${dimension}.${attribute} ${identity(state, Object.keys(state))}`) ?? null,
    };
    await ask(apparatus, told);
    const outcome = await laboratory.run(at, [...words, ...options]);
    if (outcome.kind === 'missing') return { kind: 'no_dbt' };
    if (outcome.kind === 'failed') return { kind: 'stopped', moment, printed: outcome.printed };
    await hear(subjects.dimensions, laboratory, computed);
    const stored = await readModels(apparatus);
    for (const [model, rows] of stored) {
      const known = models.get(model) ?? [];
      models.set(
        model,
        moment.kind === 'load' ? [...known, { at, rows }] : [...known.slice(0, -1), { at, rows }],
      );
    }
    const compared = compareAll(apparatus, told, stored, comparing, moment, at);
    undecided = compared.undecided;
    findings.push(...compared.findings);
    if (until === 'first_finding' ? findings.length > 0 : isSameMoment(moment, until)) break;
  }
  return { kind: 'done', findings, undecided };
}

function isSameMoment(left: Moment, right: Moment): boolean {
  return (
    left.kind === right.kind && (left.kind !== 'load' || right.kind !== 'load' || left.load === right.load)
  );
}

function momentWords(moment: Moment, loads: number): string {
  if (moment.kind === 'load') return `load ${moment.load + 1} of ${loads}`;
  return moment.kind === 'repeat' ? 'the last load once more' : 'a full refresh';
}

function refreshTime(loadTimes: readonly string[]): string {
  const last = loadTimes.at(-1) ?? '';
  return `${Number(last.slice(0, 4)) + 1}${last.slice(4)}`;
}

/** What each load finds in each table. */
function sourceLoads({ plans, loadTimes }: Apparatus, deliveries: readonly Delivery[]): Map<string, Load[]> {
  const byTable = groupBy(deliveries, ({ table }) => table);
  return new Map(
    plans.map(({ name, table }) => {
      const rows = (byTable.get(name) ?? []).map(({ load, row }) => ({ load, row: rowOf(row) }));
      // A log keeps what it had.
      const holds = (load: number, at: number) => (table.shape === 'log' ? load <= at : load === at);
      return [
        name,
        loadTimes.map((at, index) => ({
          at,
          rows: rows.filter(({ load }) => holds(load, index)).map(({ row }) => row),
        })),
      ];
    }),
  );
}

/** The rows as the database has them: where texts mean null, some nulls are such texts. */
function landed({ table, columns }: SourcePlan, rows: readonly Row[]): Row[] {
  if (table.nullValues.length === 0) return [...rows];
  const texts = columns.filter(({ type }) => type.kind === 'string' || type.kind === 'text');
  const words = [null, ...table.nullValues];
  return rows.map((row, index) => ({
    ...row,
    ...Object.fromEntries(
      texts.flatMap(({ name }, place) =>
        row[name] === null ? [[name, words[(index + place) % words.length] ?? null]] : [],
      ),
    ),
  }));
}

/** The hook asks about every dimension, also about those that are not looked at this time. */
async function ask({ computed, subjects, laboratory }: Apparatus, told: Told): Promise<void> {
  for (const subject of computed) {
    const { dimension } = subject;
    const states = subjects.dimensions.includes(subject) ? statesToCompute(subject, told) : [];
    const distinct = new Map(states.map((state) => [identity(state, Object.keys(state)), state]));
    await laboratory.ask(dimension.name, [...distinct.values()]);
  }
}

async function hear(
  dimensions: readonly DimensionSubject[],
  laboratory: Laboratory,
  computed: Map<string, Value>,
): Promise<void> {
  for (const { dimension, origin } of dimensions) {
    const attributes = computedAttributes(dimension);
    if (attributes.length === 0 || origin.kind !== 'source') continue;
    const read = dimension.from.columns.map(({ name }) => name);
    const types = new Map(dimension.from.columns.map(({ name, type }) => [name, type]));
    for (const answer of await laboratory.answered(dimension.name)) {
      const state = Object.fromEntries(
        read.map((name) => [name, exact(answer[name] ?? null, types.get(name)?.kind)]),
      );
      for (const attribute of attributes)
        computed.set(
          `${attributeName(dimension, attribute)} ${identity(state, read)}`,
          exact(answer[attributeName(dimension, attribute)] ?? null, attribute.type.kind),
        );
    }
  }
}

async function readModels({ readings, laboratory }: Apparatus): Promise<Map<string, readonly Row[]>> {
  const found = new Map<string, readonly Row[]>();
  for (const { model, columns } of readings) {
    const rows = await laboratory.stored(model);
    const floats = columns.filter(({ type }) => type.kind === 'float').map(({ name }) => name);
    found.set(
      model,
      floats.length === 0
        ? rows
        : rows.map((row) => ({
            ...row,
            ...Object.fromEntries(floats.map((name) => [name, exact(row[name] ?? null, 'float')])),
          })),
    );
  }
  return found;
}

/** Engines write the same float in several ways. */
function exact(value: Value, kind: string | undefined): Value {
  return value === null || kind !== 'float' ? value : String(Number(value));
}
