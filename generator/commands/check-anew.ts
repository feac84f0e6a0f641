import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { hasErrors } from '../diagnostics/sort.js';
import { generate } from '../pipeline.js';
import { compareTree, judge } from '../write/compare.js';
import { remember, type Memory } from '../write/fast-path.js';
import { isSettled } from '../write/plan-tree.js';
import { planTrees } from '../write/write-trees.js';
import type { Checked, CheckedTree, CheckRequest } from './check.js';

/** Generates the trees in memory and compares the disk with them. */
export async function checkAnew(request: CheckRequest, memory: Memory): Promise<Checked> {
  const { folder, dialect, output } = request;
  const generated = await generate(folder, {
    ...(dialect === undefined ? {} : { dialect }),
    ...(output === undefined ? {} : { output }),
  });
  if (hasErrors(generated.diagnostics)) return { trees: [], diagnostics: generated.diagnostics };
  const { plans, diagnostics } = planTrees(generated.trees, { blueprintFolder: folder, edited: 'keep' });
  const trees: CheckedTree[] = [];
  const verdicts: Diagnostic[] = [];
  for (const plan of plans) {
    const files = await compareTree(plan);
    trees.push({ dialect: plan.tree.dialect, output: plan.tree.output, files });
    // A plan that was refused has said why already.
    if (!hasErrors(plan.problems)) verdicts.push(...judge(plan, files));
  }
  const all = [...generated.diagnostics, ...diagnostics, ...verdicts];
  if (!hasErrors(all) && plans.every(isSettled)) remember(request, memory, generated);
  return { trees, diagnostics: all };
}
