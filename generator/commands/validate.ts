import { hasErrors } from '../diagnostics/sort.js';
import { diagnosticsForJson, printDiagnostics } from './print-diagnostics.js';
import { writeJson, type ExitCode, type Presentation, type Terminal } from './terminal.js';
import { unknownDialect } from './unknown-dialect.js';

export interface ReadRequest {
  readonly folder: string;
  readonly dialect: string | undefined;
}

/** `dbtgen validate`: checks the blueprints and stops there. */
export async function validateBlueprints(
  request: ReadRequest,
  presentation: Presentation,
  terminal: Terminal,
): Promise<ExitCode> {
  const usage = await unknownDialect(request.dialect, terminal);
  if (usage !== undefined) return usage;
  const { validate } = await import('../pipeline.js');
  const { diagnostics, listing } = await validate(
    request.folder,
    request.dialect === undefined ? {} : { dialect: request.dialect },
  );
  const exitCode = hasErrors(diagnostics) ? 1 : 0;
  if (presentation.format === 'json') {
    writeJson(terminal, { version: 1, diagnostics: await diagnosticsForJson(diagnostics) });
    return exitCode;
  }
  await printDiagnostics(diagnostics, request.folder, presentation, terminal);
  if (exitCode === 0)
    terminal.out.write(
      `${listing.length} ${listing.length === 1 ? 'blueprint is' : 'blueprints are'} valid\n`,
    );
  return exitCode;
}
