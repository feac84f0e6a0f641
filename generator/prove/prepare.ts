import type { Project } from '../resolve/project.js';
import { columnClasses } from './column-classes.js';
import type { Apparatus } from './experiment.js';
import type { Bench, Laboratory } from './laboratory.js';
import { proofProject } from './proof-project.js';
import { proofTree } from './proof-tree.js';
import { computedAttributes, readings } from './reading.js';
import { times } from './scene.js';
import { sourcePlans } from './source-plan.js';
import { subjectsOf } from './subjects.js';
import type { GeneratedFile } from '../render/repository.js';

export interface PrepareOptions {
  readonly keys: number;
  readonly loads: number;
  readonly laboratory: Laboratory;
  readonly progress: (what: string) => void;
}

export interface Prepared {
  readonly apparatus: Apparatus;
  readonly instants: readonly string[];
  /** The repo that is run, without what brings rows in and out. */
  readonly tree: readonly GeneratedFile[];
  readonly bench: Bench;
}

/** Plans what to generate, to run and to compare for a project. */
export function prepare(original: Project, { keys, loads, laboratory, progress }: PrepareOptions): Prepared {
  const { dialect, places, unwritable } = laboratory;
  const project = proofProject(original, places);
  const { instants, loadTimes } = times(project, loads);
  const { plans, refused } = sourcePlans(project, original, columnClasses(project), {
    ...{ keys, instants, unwritable },
  });
  const subjects = subjectsOf(project, plans, refused);
  const read = readings(subjects, { project, dialect });
  const computed = subjects.dimensions.filter(
    ({ dimension, origin }) => origin.kind === 'source' && computedAttributes(dimension).length > 0,
  );
  return {
    apparatus: { project, plans, subjects, computed, readings: read, laboratory, loadTimes, progress },
    instants,
    tree: proofTree({ project, dialect }),
    bench: { project, plans, computed, readings: read },
  };
}
