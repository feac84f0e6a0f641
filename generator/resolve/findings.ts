import type { Code, ParametersOf } from '../diagnostics/catalogue.js';
import type { Diagnostic, Location } from '../diagnostics/diagnostic.js';
import { nearest } from '../diagnostics/nearest.js';
import { type Advice, report } from '../diagnostics/report.js';

/** Collects what is wrong; the stage goes on, so that all of it is told at once. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly add: <C extends Code>(
    code: C,
    parameters: ParametersOf<C>,
    location: Location,
    advice?: Advice,
  ) => void;
  /** The same with the nearest of the right words. */
  readonly addNear: <C extends Code>(
    code: C,
    parameters: ParametersOf<C>,
    location: Location,
    word: string,
    candidates: readonly string[],
  ) => void;
}

export function findings(): Findings {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const add: Findings['add'] = (code, parameters, location, advice) => {
    const diagnostic = report(code, parameters, location, advice);
    const place = `${code} ${location.source.path} ${location.start} ${diagnostic.message}`;
    if (seen.has(place)) return;
    seen.add(place);
    diagnostics.push(diagnostic);
  };
  return {
    diagnostics,
    add,
    addNear: (code, parameters, location, word, candidates) => {
      const suggestion = nearest(word, candidates);
      add(code, parameters, location, {
        ...(suggestion === undefined ? {} : { suggestion }),
        ...(candidates.length === 0 ? {} : { expected: `one of ${listed(candidates)}` }),
      });
    },
  };
}

/** Some words, with an ellipsis where there are many. */
export function listed(words: readonly string[], most = 8): string {
  return words.length <= most ? words.join(', ') : `${words.slice(0, most).join(', ')}, …`;
}

/** A key as people write it: `(a, b)`, or a single name. */
export function keyWords(key: readonly string[]): string {
  return key.length === 1 ? `"${key[0]}"` : `(${key.join(', ')})`;
}
