import type { ExitCode, Terminal } from './terminal.js';

/** The exit code where --dialect names no warehouse that dbtgen knows; undefined where all is well. */
export async function unknownDialect(
  dialect: string | undefined,
  terminal: Terminal,
): Promise<ExitCode | undefined> {
  if (dialect === undefined) return undefined;
  const { dialectNames } = await import('../pipeline.js');
  if (dialectNames.some((name) => name === dialect)) return undefined;
  const { nearest } = await import('../diagnostics/nearest.js');
  const { unknownWord } = await import('./usage-error.js');
  const exitCode = unknownWord(terminal, 'dialect', dialect, nearest(dialect, dialectNames));
  terminal.err.write(`Dialects: ${dialectNames.join(', ')}\n`);
  return exitCode;
}
