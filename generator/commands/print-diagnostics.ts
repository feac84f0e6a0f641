import { relative } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { type ExitCode, isColored, type Presentation, type Terminal, writeJson } from './terminal.js';

/**
 * Prints diagnostics to stderr in the format that was asked for. `folder` holds the files they speak of.
 * Without any diagnostic no reporter is loaded.
 */
export async function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  folder: string,
  presentation: Presentation,
  terminal: Terminal,
): Promise<void> {
  if (diagnostics.length === 0) return;
  if (presentation.format === 'github') {
    const { githubDiagnostics } = await import('../diagnostics/github.js');
    const way = relative(process.env['GITHUB_WORKSPACE'] ?? '', folder).replaceAll('\\', '/');
    terminal.err.write(githubDiagnostics(diagnostics, way));
    return;
  }
  const { prettyDiagnostics } = await import('../diagnostics/pretty.js');
  terminal.err.write(
    prettyDiagnostics(diagnostics, isColored(terminal.err, presentation) ? 'colored' : 'plain'),
  );
}

/** Diagnostics as they stand in a JSON document of a command. */
export async function diagnosticsForJson(diagnostics: readonly Diagnostic[]): Promise<readonly object[]> {
  if (diagnostics.length === 0) return [];
  const { jsonDiagnostics } = await import('../diagnostics/json.js');
  return (JSON.parse(jsonDiagnostics(diagnostics)) as { diagnostics: readonly object[] }).diagnostics;
}

/** Says why blueprints can't be used, as a command that reads them and answers with one JSON document says it. */
export async function refuseBlueprints(
  diagnostics: readonly Diagnostic[],
  folder: string,
  presentation: Presentation,
  terminal: Terminal,
): Promise<ExitCode> {
  if (presentation.format === 'json')
    writeJson(terminal, {
      version: 1,
      outcome: 'invalid',
      diagnostics: await diagnosticsForJson(diagnostics),
    });
  else await printDiagnostics(diagnostics, folder, presentation, terminal);
  return 1;
}
