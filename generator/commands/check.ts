import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { hasErrors } from '../diagnostics/sort.js';
import type { Difference } from '../write/compare.js';
import { ownMemory, recall } from '../write/fast-path.js';
import { diagnosticsForJson, printDiagnostics } from './print-diagnostics.js';
import { shown, writeJson, type ExitCode, type Presentation, type Terminal } from './terminal.js';
import { unknownDialect } from './unknown-dialect.js';

export interface CheckRequest {
  readonly folder: string;
  readonly dialect: string | undefined;
  readonly output: string | undefined;
  readonly verbosity: 'normal' | 'quiet';
}

export interface CheckedTree {
  readonly dialect: string;
  readonly output: string;
  readonly files: readonly Difference[];
}

export interface Checked {
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
  // Loaded only now: most of the time there is nothing to compare.
  const { checkAnew } = await import('./check-anew.js');
  return await printChecked(await checkAnew(request, memory), request, presentation, terminal);
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
    const folder = shown(output);
    for (const { path, status } of files) terminal.out.write(`${status} ${path}\n`);
    for (const { diff } of files) if (diff !== undefined) terminal.out.write(diff);
    if (exitCode === 0 && request.verbosity === 'normal')
      terminal.out.write(`${folder} is as the blueprints say\n`);
  }
  return exitCode;
}
