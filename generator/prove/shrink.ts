import { aboutOwnThings, roomFor, thingsWidth, withFewerRows, withPlainerValues } from './candidates.js';
import { type Delivery, valueOf } from './cell.js';
import type { Chance } from './chance.js';
import type { ColumnClasses } from './column-classes.js';
import { type Apparatus, experiment } from './experiment.js';
import { type Pointer, pointersOfDimension, pointersOfLookups } from './described-keys.js';
import type { Finding } from './finding.js';
import type { DimensionSubject } from './subjects.js';
import { relatedRows } from './related.js';
import { scene } from './scene.js';

/** A finding with the smallest history that was seen to give it. */
export interface Shrunk {
  readonly finding: Finding;
  /** What has to be delivered, and when; empty where nothing can be told apart from the rest. */
  readonly rows: readonly Delivery[];
  /** False where the history alone gave nothing wrong: then it takes others beside it. */
  readonly isAlone: boolean;
}

export interface ShrinkInput {
  readonly apparatus: Apparatus;
  readonly classes: ColumnClasses;
  readonly deliveries: readonly Delivery[];
  readonly instants: readonly string[];
  readonly chance: Chance;
}

/** How many rows other keys bring beside the candidates, so that no table is ever empty. */
const companyKeys = 20;

/**
 * Looks for the smallest part of a failing history that still fails. Each try is a natural key of its own, so hundreds
 * of them share one experiment.
 */
export async function shrink(finding: Finding, input: ShrinkInput): Promise<Shrunk> {
  const { apparatus, classes, deliveries, chance } = input;
  const { rows, shared } = relatedRows(finding, deliveries, apparatus.plans, apparatus.subjects, classes);
  if (rows.length === 0) return { finding, rows, isAlone: false };
  const fewer = await smallest(finding, withFewerRows(rows, chance), shared, input);
  if (fewer === undefined) return { finding, rows: [...rows, ...sharedOf(rows, shared)], isAlone: false };
  const again =
    fewer.rows.length > 9
      ? await smallest(finding, withFewerRows(fewer.rows, chance), shared, input)
      : undefined;
  const small = again ?? fewer;
  const plainer = await smallest(finding, withPlainerValues(small.rows, apparatus.plans), shared, input);
  const result = plainer ?? small;
  return {
    finding: result.finding,
    rows: [...result.rows, ...sharedOf(result.rows, shared)].sort((left, right) => left.load - right.load),
    isAlone: true,
  };
}

function sharedOf(rows: readonly Delivery[], shared: readonly Delivery[]): Delivery[] {
  const tables = new Set(rows.map(({ table }) => table));
  return shared.filter(({ table }) => tables.has(table));
}

interface Failing {
  readonly finding: Finding;
  readonly rows: readonly Delivery[];
}

/** The smallest of these histories that is wrong in the same way. */
async function smallest(
  finding: Finding,
  histories: readonly (readonly Delivery[])[],
  shared: readonly Delivery[],
  { apparatus, classes, instants, chance }: ShrinkInput,
): Promise<Failing | undefined> {
  const all = histories.flat();
  const tried = histories.slice(0, roomFor(all));
  const width = thingsWidth(all);
  const candidates = tried.map((rows, place) => aboutOwnThings(rows, place, width));
  const few = apparatus.plans.map((plan) => ({ ...plan, keys: Math.min(plan.keys, companyKeys) }));
  const company = scene(few, { instants, loadTimes: apparatus.loadTimes }, chance).filter(({ row }) =>
    Object.values(row).some((cell) => typeof cell === 'object' && cell !== null),
  );
  const focus = focused(finding, apparatus);
  const result = await experiment(
    focus.apparatus,
    [...candidates.flat(), ...aboutOwnThings(company, tried.length, width), ...shared],
    { select: focus.models.map((model) => `+${model}`), until: finding.moment },
  );
  if (result.kind !== 'done') return undefined;
  const owners = new Map(
    candidates.flatMap((rows, place) =>
      rows.flatMap(({ row }) =>
        Object.values(row).flatMap((cell) =>
          typeof cell === 'object' && cell !== null
            ? [[`${cell.domain.id} ${valueOf(cell)}`, place] as const]
            : [],
        ),
      ),
    ),
  );
  const failing = result.findings.flatMap((found) => {
    const place = Object.entries(found.key)
      .map(([column, value]) => owners.get(`${classes.domainOf(focus.from, column)?.id} ${value}`))
      .find((candidate) => candidate !== undefined);
    const rows = place === undefined ? undefined : candidates[place];
    const isSubject = found.kind === finding.kind && found.name === finding.name;
    return rows === undefined || !isSubject ? [] : [{ finding: found, rows }];
  });
  return failing.sort((left, right) => size(left) - size(right))[0];
}

/** Fewer rows count most, then fewer loads, then plainer values. */
function size({ rows }: Failing): number {
  const loads = new Set(rows.map(({ load }) => load));
  const odd = rows
    .flatMap(({ row }) => Object.values(row))
    .filter((cell) => typeof cell === 'string' && !/^\w*$|^2024-0\d-\d\d( 00:00:00\.000000)?$/.test(cell));
  const texts = rows.flatMap(({ row }) => Object.values(row)).filter((cell) => typeof cell === 'string');
  return rows.length * 1e6 + (loads.size + Math.max(...loads)) * 1e4 + odd.length * 100 + texts.length;
}

/** The apparatus for one dimension or fact, with the dimensions whose keys it holds. */
function focused(
  finding: Finding,
  apparatus: Apparatus,
): { readonly apparatus: Apparatus; readonly models: readonly string[]; readonly from: string } {
  const { subjects } = apparatus;
  const dimension = subjects.dimensions.find((subject) => subject.dimension.name === finding.name);
  if (finding.kind === 'dimension' && dimension !== undefined) {
    const dimensions = withPointedTo([dimension], subjects.dimensions);
    return {
      apparatus: { ...apparatus, subjects: { ...subjects, dimensions, facts: [] } },
      models: dimensions.flatMap(modelsOf),
      from: dimension.dimension.from.model,
    };
  }
  const fact = subjects.facts.find((subject) => subject.fact.name === finding.name);
  if (fact === undefined) throw new Error(`nothing is called ${finding.name}`);
  const used = subjects.dimensions.filter((subject) =>
    pointersOfLookups(fact.fact.lookups).some((pointer) => pointsTo(pointer, subject)),
  );
  const dimensions = withPointedTo(used, subjects.dimensions);
  return {
    apparatus: { ...apparatus, subjects: { ...subjects, dimensions, facts: [fact] } },
    models: [fact.fact.model, ...dimensions.flatMap(modelsOf)],
    from: fact.fact.from.model,
  };
}

/** These dimensions, and all whose keys they hold. */
function withPointedTo(
  found: readonly DimensionSubject[],
  all: readonly DimensionSubject[],
): readonly DimensionSubject[] {
  const more = all.filter(
    (subject) =>
      !found.includes(subject) &&
      found.some(({ dimension }) =>
        pointersOfDimension(dimension).some((pointer) => pointsTo(pointer, subject)),
      ),
  );
  return more.length === 0 ? found : withPointedTo([...found, ...more], all);
}

function pointsTo({ to }: Pointer, { dimension }: DimensionSubject): boolean {
  return to.kind === 'table' && to.name === dimension.name;
}

/** The models that show a dimension: current rows come after the history, combinations and late events beside it. */
function modelsOf({ dimension, profile }: DimensionSubject): string[] {
  return [
    dimension.currentModel ?? dimension.model,
    ...(dimension.late === undefined ? [] : [dimension.late.model]),
    ...(profile === undefined ? [] : [profile.mini.model]),
  ];
}
