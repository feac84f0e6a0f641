import type { ExitCode, Terminal } from './terminal.js';

/** Says that a word of the command line is none of those that it could be. */
export function unknownWord(
  terminal: Terminal,
  what: string,
  word: string,
  suggestion: string | undefined,
): ExitCode {
  terminal.err.write(`error: unknown ${what} '${word}'\n`);
  if (suggestion !== undefined) terminal.err.write(`(Did you mean ${suggestion}?)\n`);
  return 2;
}
