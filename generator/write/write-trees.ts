import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { report } from '../diagnostics/report.js';
import { hasErrors } from '../diagnostics/sort.js';
import type { GeneratedTree } from '../pipeline.js';
import { applyPlan, type OnStep } from './apply-plan.js';
import { watchForBuilds } from './calm.js';
import { holdTree, type Hold } from './exclusive.js';
import { checkOutputFolders } from './output-folder.js';
import { isSettled, planTree, type TreePlan } from './plan-tree.js';

export interface WriteOptions {
  /** The folder of the blueprints, which no tree may hold. */
  readonly blueprintFolder: string;
  /** What happens to files that a person edited. */
  readonly edited: 'keep' | 'overwrite';
  /** Told when another build has a tree. */
  readonly onWait?: (output: string) => void;
  /** How long to wait for it, in milliseconds. */
  readonly patience?: number;
  readonly onStep?: OnStep;
}

export interface WriteResult {
  readonly plans: readonly TreePlan[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a build would do, without doing it. */
export function planTrees(
  trees: readonly GeneratedTree[],
  options: Pick<WriteOptions, 'blueprintFolder' | 'edited'>,
): WriteResult {
  const refused = checkOutputFolders(
    trees.map((tree) => tree.output),
    options.blueprintFolder,
  );
  if (refused.length > 0) return { plans: [], diagnostics: refused };
  const plans: TreePlan[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const tree of trees) {
    try {
      const plan = planTree(tree, options.edited);
      plans.push(plan);
      diagnostics.push(...plan.problems);
    } catch (error) {
      diagnostics.push(systemProblem(error, tree.output));
    }
  }
  return { plans, diagnostics };
}

/** Brings the trees to the disk: all are examined before the first is touched, and an error in one stops all. */
export async function writeTrees(
  trees: readonly GeneratedTree[],
  options: WriteOptions,
): Promise<WriteResult> {
  const isCalm = watchForBuilds(trees.map((tree) => tree.output));
  const look = planTrees(trees, options);
  // What looks wrong while another build is at work may be its half-done work.
  if (hasErrors(look.diagnostics) ? isCalm() : look.plans.every(isSettled)) return look;

  const holds: Hold[] = [];
  try {
    // In one order, so that two builds of several trees can't wait for each other.
    for (const output of trees.map((tree) => tree.output).sort()) {
      const hold = await holdTree(output, {
        ...(options.onWait === undefined ? {} : { onWait: () => options.onWait?.(output) }),
        ...(options.patience === undefined ? {} : { patience: options.patience }),
      }).catch((error: unknown) => systemProblem(error, output));
      if (hold === undefined) return { plans: [], diagnostics: [report('DG609', { output }, undefined)] };
      if ('code' in hold) return { plans: [], diagnostics: [hold] };
      holds.push(hold);
    }
    // The first look was without the right to write; another build may have been between.
    const result = planTrees(trees, options);
    if (hasErrors(result.diagnostics)) return result;
    const failures: Diagnostic[] = [];
    for (const plan of result.plans) failures.push(...(await applied(plan, holds, options)));
    return { plans: result.plans, diagnostics: [...result.diagnostics, ...failures] };
  } finally {
    for (const hold of holds) hold.release();
  }
}

async function applied(plan: TreePlan, holds: readonly Hold[], options: WriteOptions): Promise<Diagnostic[]> {
  const { output } = plan.tree;
  try {
    const isHeld = (): boolean => holds.every((hold) => hold.isHeld());
    const outcome = await applyPlan(plan, { isHeld }, options.onStep);
    if (outcome.kind === 'done') return [];
    if (outcome.kind === 'hold-lost') return [report('DG609', { output }, undefined)];
    return [report('DG611', { path: outcome.path, output }, undefined)];
  } catch (error) {
    return [systemProblem(error, output)];
  }
}

/** The operating system's refusals are the user's to solve; everything else is a bug and goes on. */
function systemProblem(error: unknown, output: string): Diagnostic {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) throw error;
  return report('DG612', { output, reason: message }, undefined);
}
