import type { Project } from '../resolve/project.js';
import { columnClasses } from './column-classes.js';
import type { Apparatus } from './experiment.js';
import type { Laboratory } from './laboratory.js';
import { proofProject } from './proof-project.js';
import { embeddedDialect } from '../../dialects/embedded-engine.js';
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
  readonly tree: readonly GeneratedFile[];
}

/** Plans what to generate, to run and to compare for a project. */
export function prepare(original: Project, { keys, loads, laboratory, progress }: PrepareOptions): Prepared {
  const project = proofProject(original);
  const { instants, loadTimes } = times(project, loads);
  const { plans, refused } = sourcePlans(project, original, columnClasses(project), { keys, instants });
  const inferring = new Set(
    original.dimensions.flatMap(({ name, inference }) => (inference === undefined ? [] : [name])),
  );
  const subjects = subjectsOf(project, plans, refused, inferring);
  const read = readings(subjects, { project, dialect: embeddedDialect });
  const computed = subjects.dimensions.filter(
    ({ dimension, origin }) => origin.kind === 'source' && computedAttributes(dimension).length > 0,
  );
  return {
    apparatus: { project, plans, subjects, readings: read, laboratory, loadTimes, progress },
    instants,
    tree: proofTree(project, plans, computed, read, laboratory.exchange),
  };
}
