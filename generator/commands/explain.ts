import { catalogue, isCode } from '../diagnostics/catalogue.js';
import { explain as explanationOf } from '../diagnostics/explain.js';
import { writeJson, type ExitCode, type Presentation, type Terminal } from './terminal.js';
import { unknownWord } from './usage-error.js';

/** `dbtgen explain`: the long text of a diagnostic. */
export function explain(word: string, presentation: Presentation, terminal: Terminal): ExitCode {
  const explanation = explanationOf(word);
  if (explanation.kind === 'unknown') return unknownWord(terminal, 'code', word, explanation.suggestion);
  const code = word.trim().toUpperCase();
  if (presentation.format === 'json' && isCode(code)) {
    const { message: _, ...entry } = catalogue[code];
    writeJson(terminal, { version: 1, code, ...entry });
  } else {
    terminal.out.write(explanation.text);
  }
  return 0;
}
