import { relative } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { hasErrors } from '../diagnostics/sort.js';
import type { PipelineResult } from '../pipeline.js';
import type { FileAction } from '../write/classify.js';
import { ownMemory, recall, remember, type Unchanged } from '../write/fast-path.js';
import { isSettled, type TreePlan } from '../write/plan-tree.js';
import { planTrees, writeTrees } from '../write/write-trees.js';
import { diagnosticsForJson, printDiagnostics } from './print-diagnostics.js';
import { writeJson, type ExitCode, type Presentation, type Terminal } from './terminal.js';
import { unknownDialect } from './unknown-dialect.js';

export interface BuildRequest {
  readonly folder: string;
  readonly dialect: string | undefined;
  readonly output: string | undefined;
  readonly mode: 'write' | 'dry-run';
  readonly edited: 'keep' | 'overwrite';
  readonly verbosity: 'normal' | 'quiet';
}

/** What happened to one tree, as it is printed. */
interface BuiltTree {
  readonly dialect: string;
  readonly output: string;
  readonly files: readonly { readonly path: string; readonly action: FileAction['action'] }[];
}

interface Built {
  readonly trees: readonly BuiltTree[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `dbtgen build`: brings the trees on the disk to what the blueprints say. */
export async function build(
  request: BuildRequest,
  presentation: Presentation,
  terminal: Terminal,
): Promise<ExitCode> {
  const memory = ownMemory();
  const unchanged = recall(request, memory);
  if (unchanged !== undefined)
    return await printBuilt(builtBefore(unchanged), request, presentation, terminal);

  const usage = await unknownDialect(request.dialect, terminal);
  if (usage !== undefined) return usage;
  const { generate } = await import('../pipeline.js');
  const { folder, dialect, output } = request;
  const generated = await generate(folder, {
    ...(dialect === undefined ? {} : { dialect }),
    ...(output === undefined ? {} : { output }),
  });
  if (hasErrors(generated.diagnostics)) {
    return await printBuilt(
      { trees: [], diagnostics: generated.diagnostics },
      request,
      presentation,
      terminal,
    );
  }
  const { plans, diagnostics } = await written(generated, request, terminal);
  const all = [...generated.diagnostics, ...diagnostics];
  if (!hasErrors(all) && plans.every((plan) => isAsGenerated(plan, request.mode)))
    remember(request, memory, generated);
  const trees = hasErrors(all) ? [] : plans.map(builtTree);
  return await printBuilt({ trees, diagnostics: all }, request, presentation, terminal);
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

function builtBefore(unchanged: Unchanged): Built {
  const trees = unchanged.trees.map(({ dialect, output, paths }) => ({
    dialect,
    output,
    files: paths.map((path) => ({ path, action: 'unchanged' as const })),
  }));
  return { trees, diagnostics: unchanged.diagnostics };
}

async function printBuilt(
  built: Built,
  request: BuildRequest,
  presentation: Presentation,
  terminal: Terminal,
): Promise<ExitCode> {
  const problems =
    request.verbosity === 'quiet'
      ? built.diagnostics.filter(({ severity }) => severity !== 'info')
      : built.diagnostics;
  if (presentation.format === 'json') {
    writeJson(terminal, { version: 1, trees: built.trees, diagnostics: await diagnosticsForJson(problems) });
  } else {
    await printDiagnostics(problems, request.folder, presentation, terminal);
    if (request.verbosity === 'normal')
      for (const tree of built.trees) printTree(tree, request.mode, terminal);
  }
  return hasErrors(built.diagnostics) ? 1 : 0;
}

const WORDS = {
  created: 'created',
  updated: 'updated',
  removed: 'removed',
  adopted: 'adopted',
  kept: 'kept (edited)',
  released: 'kept (edited, no longer generated)',
  unchanged: 'unchanged',
  conflict: 'in the way',
} as const satisfies Record<FileAction['action'], string>;

function printTree(tree: BuiltTree, mode: BuildRequest['mode'], terminal: Terminal): void {
  for (const { path, action } of tree.files) {
    if (action !== 'unchanged') terminal.out.write(`${WORDS[action]} ${path}\n`);
  }
  const counts = Object.keys(WORDS).flatMap((action) => {
    const count = tree.files.filter((file) => file.action === action).length;
    return count === 0 ? [] : [`${count} ${WORDS[action as FileAction['action']]}`];
  });
  const ending = mode === 'dry-run' ? ' (dry run, nothing was written)' : '';
  terminal.out.write(`${counts.join(', ') || 'nothing'} in ${shown(tree.output)}${ending}\n`);
}

/** A folder as the user would write it here. */
function shown(folder: string): string {
  return relative('', folder) || '.';
}
