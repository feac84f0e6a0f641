import { hasErrors } from '../diagnostics/sort.js';
import type { Listed } from '../pipeline.js';
import { diagnosticsForJson, printDiagnostics } from './print-diagnostics.js';
import { writeJson, type ExitCode, type Presentation, type Terminal } from './terminal.js';
import { unknownDialect } from './unknown-dialect.js';
import type { ReadRequest } from './validate.js';

/** `dbtgen list`: the blueprints of a folder and what each of them emits. */
export async function list(
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
  if (presentation.format === 'json') {
    writeJson(terminal, {
      version: 1,
      blueprints: listing,
      diagnostics: await diagnosticsForJson(diagnostics),
    });
  } else {
    await printDiagnostics(diagnostics, request.folder, presentation, terminal);
    terminal.out.write(tableOf(listing));
  }
  return hasErrors(diagnostics) ? 1 : 0;
}

/** Columns as wide as their widest cell; what a blueprint emits stands one to a line, so that lines stay short. */
function tableOf(listing: readonly Listed[]): string {
  const heading = ['KIND', 'NAME', 'FILE', 'EMITS'];
  const rows = listing.flatMap(({ kind, name, file, line, emits }) => {
    const [first = '', ...others] = emits;
    return [[kind, name, `${file}:${line}`, first], ...others.map((other) => ['', '', '', other])];
  });
  if (rows.length === 0) return '';
  const table = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
