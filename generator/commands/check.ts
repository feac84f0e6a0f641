import { relative } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { hasErrors } from '../diagnostics/sort.js';
import { compareTree, judge, type Difference } from '../write/compare.js';
import { ownMemory, recall, remember } from '../write/fast-path.js';
import { isSettled } from '../write/plan-tree.js';
import { planTrees } from '../write/write-trees.js';
import { diagnosticsForJson, printDiagnostics } from './print-diagnostics.js';
import { writeJson, type ExitCode, type Presentation, type Terminal } from './terminal.js';
import { unknownDialect } from './unknown-dialect.js';

export interface CheckRequest {
  readonly folder: string;
  readonly dialect: string | undefined;
  readonly output: string | undefined;
  readonly verbosity: 'normal' | 'quiet';
}

interface CheckedTree {
  readonly dialect: string;
  readonly output: string;
  readonly files: readonly Difference[];
}

interface Checked {
  readonly trees: readonly CheckedTree[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `dbtgen check`: whether the trees on the disk are what the blueprints say. Writes nothing. */
export async function check(
  request: CheckRequest,
  presentation: Presentation,
  terminal: Terminal,
): Promise<ExitCode> {
  const memory = ownMemory();
  const unchanged = recall(request, memory);
  if (unchanged !== undefined) {
    const trees = unchanged.trees.map(({ dialect, output }) => ({ dialect, output, files: [] }));
    return await printChecked({ trees, diagnostics: unchanged.diagnostics }, request, presentation, terminal);
  }

  const usage = await unknownDialect(request.dialect, terminal);
  if (usage !== undefined) return usage;
  const { generate } = await import('../pipeline.js');
  const { folder, dialect, output } = request;
  const generated = await generate(folder, {
    ...(dialect === undefined ? {} : { dialect }),
    ...(output === undefined ? {} : { output }),
  });
  if (hasErrors(generated.diagnostics)) {
    return await printChecked(
      { trees: [], diagnostics: generated.diagnostics },
      request,
      presentation,
      terminal,
    );
  }
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
  return await printChecked({ trees, diagnostics: all }, request, presentation, terminal);
}

async function printChecked(
  checked: Checked,
  request: CheckRequest,
  presentation: Presentation,
  terminal: Terminal,
): Promise<ExitCode> {
  const { diagnostics, trees } = checked;
  const exitCode = hasErrors(diagnostics) ? 1 : 0;
  const problems =
    request.verbosity === 'quiet' ? diagnostics.filter(({ severity }) => severity !== 'info') : diagnostics;
  if (presentation.format === 'json') {
    writeJson(terminal, { version: 1, trees, diagnostics: await diagnosticsForJson(problems) });
    return exitCode;
  }
  await printDiagnostics(problems, request.folder, presentation, terminal);
  for (const { output, files } of trees) {
    const folder = relative('', output) || '.';
    for (const { path, status } of files) terminal.out.write(`${status} ${path}\n`);
    for (const { diff } of files) if (diff !== undefined) terminal.out.write(diff);
    if (exitCode === 0 && request.verbosity === 'normal')
      terminal.out.write(`${folder} is as the blueprints say\n`);
  }
  return exitCode;
}
