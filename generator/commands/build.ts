import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { hasErrors } from '../diagnostics/sort.js';
import type { FileAction } from '../write/classify.js';
import { ownMemory, recall, type Unchanged } from '../write/fast-path.js';
import { diagnosticsForJson, printDiagnostics } from './print-diagnostics.js';
import { shown, writeJson, type ExitCode, type Presentation, type Terminal } from './terminal.js';
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
export interface BuiltTree {
  readonly dialect: string;
  readonly output: string;
  readonly files: readonly { readonly path: string; readonly action: FileAction['action'] }[];
}

export interface Built {
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
  // Loaded only now: most of the time there is nothing to do.
  const { buildAnew } = await import('./build-anew.js');
  return await printBuilt(await buildAnew(request, memory, terminal), request, presentation, terminal);
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
