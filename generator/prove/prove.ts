import type { Project } from '../resolve/project.js';
import { chance } from './chance.js';
import { columnClasses } from './column-classes.js';
import { type Apparatus, experiment } from './experiment.js';
import type { Finding, Moment } from './finding.js';
import { openEmbeddedLaboratory } from './embedded-laboratory.js';
import { prepare } from './prepare.js';
import { scene } from './scene.js';
import { shrink } from './shrink.js';
import type { Coverage } from './subjects.js';
import { storyText } from './tell-story.js';
import { openWarehouseLaboratory, type WarehouseTarget } from './warehouse-laboratory.js';

export interface ProveOptions {
  /** The first round's; each further round has the next one. */
  readonly seed: number;
  /** How many natural keys each source table gets. */
  readonly keys: number;
  readonly loads: number;
  /** Rounds are added until so many seconds have passed; one round where it is left out. */
  readonly seconds?: number;
  /** dbt, as a name or a path. */
  readonly dbt: string;
  /** The warehouse that it is run on; the embedded one where it is left out. */
  readonly target?: WarehouseTarget;
  readonly progress: (what: string) => void;
  /** Told what was left behind. */
  readonly complain: (what: string) => void;
  /** Changes the generated files before they are run: a test's way to see whether a fault is found. */
  readonly tampered?: (path: string, text: string) => string;
}

export type Proof =
  | {
      readonly kind: 'held';
      readonly coverage: readonly Coverage[];
      readonly rounds: number;
      /** Source rows of all rounds. */
      readonly rows: number;
      /** Keys of the last round that were left out, because nothing decides between two of their events. */
      readonly undecided: number;
    }
  | {
      readonly kind: 'broken';
      readonly coverage: readonly Coverage[];
      readonly seed: number;
      /** How many keys are wrong in the same run. */
      readonly findings: number;
      readonly failures: readonly Failure[];
    }
  | {
      readonly kind: 'stopped';
      readonly coverage: readonly Coverage[];
      readonly seed: number;
      readonly moment: Moment;
      readonly printed: string;
    }
  | { readonly kind: 'no_dbt' }
  | { readonly kind: 'nothing'; readonly coverage: readonly Coverage[] };

/** What is wrong with one table, by its smallest history. */
export interface Failure {
  readonly finding: Finding;
  readonly story: string;
  readonly isAlone: boolean;
}

/**
 * Delivers random histories to the generated project of some blueprints, and compares its tables with what the
 * definition of history says. Touches nothing outside a temporary folder, and in a warehouse nothing outside a schema
 * of its own.
 */
export async function prove(project: Project, options: ProveOptions): Promise<Proof> {
  const laboratory =
    options.target === undefined
      ? await openEmbeddedLaboratory(options.dbt)
      : await openWarehouseLaboratory(options.dbt, options.target, options);
  const started = Date.now();
  const { keys, loads, progress } = options;
  try {
    const { apparatus, instants, tree, bench } = prepare(project, { keys, loads, laboratory, progress });
    const { coverage, dimensions, facts } = apparatus.subjects;
    if (dimensions.length + facts.length === 0) return { kind: 'nothing', coverage };
    const files = tree.map(({ path, text }) => ({ path, text: options.tampered?.(path, text) ?? text }));
    await laboratory.build(files, bench);
    let [rounds, rows] = [0, 0];
    for (;;) {
      const seed = options.seed + rounds;
      const draws = chance(seed);
      const deliveries = scene(apparatus.plans, { instants, loadTimes: apparatus.loadTimes }, draws);
      const result = await experiment(apparatus, deliveries, { until: 'first_finding' });
      if (result.kind === 'no_dbt') return result;
      if (result.kind === 'stopped') return { ...result, coverage, seed };
      rounds += 1;
      rows += deliveries.length;
      if (result.findings.length > 0) {
        const classes = columnClasses(apparatus.project);
        const failures: Failure[] = [];
        for (const finding of firstOfEach(result.findings)) {
          progress(`${finding.name}: looking for the smallest history that is wrong`);
          const shrunk = await shrink(finding, { apparatus, classes, deliveries, instants, chance: draws });
          const story = storyText(shrunk, { ...apparatus, model: modelOf(finding, apparatus) });
          failures.push({ finding: shrunk.finding, story, isAlone: shrunk.isAlone });
        }
        return { kind: 'broken', coverage, seed, findings: result.findings.length, failures };
      }
      const { undecided } = result;
      if (options.seconds === undefined || Date.now() - started > options.seconds * 1000)
        return { kind: 'held', coverage, rounds, rows, undecided };
    }
  } finally {
    await laboratory.remove();
  }
}

/** One finding per table; facts only where no dimension is wrong, because they follow from those. */
function firstOfEach(findings: readonly Finding[]): Finding[] {
  const kinds = findings.some(({ kind }) => kind === 'dimension') ? ['dimension'] : ['fact'];
  const tables = new Map<string, Finding>();
  for (const finding of findings)
    if (kinds.includes(finding.kind) && !tables.has(finding.name)) tables.set(finding.name, finding);
  return [...tables.values()].slice(0, 3);
}

function modelOf({ kind, name }: Finding, { subjects }: Apparatus): string {
  const subject =
    kind === 'dimension'
      ? subjects.dimensions.find(({ dimension }) => dimension.name === name)?.dimension
      : subjects.facts.find(({ fact }) => fact.name === name)?.fact;
  return subject?.model ?? name;
}
