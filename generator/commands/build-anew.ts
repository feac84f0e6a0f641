import { hasErrors } from '../diagnostics/sort.js';
import { generate, type PipelineResult } from '../pipeline.js';
import { remember, type Memory } from '../write/fast-path.js';
import { isSettled, type TreePlan } from '../write/plan-tree.js';
import { planTrees, writeTrees } from '../write/write-trees.js';
import type { BuildRequest, Built, BuiltTree } from './build.js';
import { shown, type Terminal } from './terminal.js';

/** Generates the trees and brings the disk to them, however much of it is there already. */
export async function buildAnew(request: BuildRequest, memory: Memory, terminal: Terminal): Promise<Built> {
  const { folder, dialect, output } = request;
  const generated = await generate(folder, {
    ...(dialect === undefined ? {} : { dialect }),
    ...(output === undefined ? {} : { output }),
  });
  if (hasErrors(generated.diagnostics)) return { trees: [], diagnostics: generated.diagnostics };
  const { plans, diagnostics } = await written(generated, request, terminal);
  const all = [...generated.diagnostics, ...diagnostics];
  if (hasErrors(all)) return { trees: [], diagnostics: all };
  if (plans.every((plan) => isAsGenerated(plan, request.mode))) remember(request, memory, generated);
  return { trees: plans.map(builtTree), diagnostics: all };
}

async function written(
  generated: PipelineResult,
  request: BuildRequest,
  terminal: Terminal,
): ReturnType<typeof writeTrees> {
  const options = { blueprintFolder: request.folder, edited: request.edited };
  if (request.mode === 'dry-run') return planTrees(generated.trees, options);
  const onWait = (output: string): void =>
    terminal.err.write(`another build is writing ${shown(output)}, waiting for it to finish\n`);
  return await writeTrees(generated.trees, { ...options, onWait });
}

/** Whether the tree on the disk is now what was generated, with no edit kept in it. */
function isAsGenerated(plan: TreePlan, mode: BuildRequest['mode']): boolean {
  if (mode === 'dry-run' && !isSettled(plan)) return false;
  return !plan.actions.some(({ action }) => action === 'kept' || action === 'released');
}

function builtTree(plan: TreePlan): BuiltTree {
  const { dialect, output } = plan.tree;
  return { dialect, output, files: plan.actions.map(({ path, action }) => ({ path, action })) };
}
