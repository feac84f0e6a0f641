import { catalogue, type Code, type ParametersOf } from './catalogue.js';
import type { Diagnostic, Location, RelatedLocation } from './diagnostic.js';

/** What a diagnostic may say beside its message. */
export interface Advice {
  readonly expected?: string | undefined;
  readonly suggestion?: string | undefined;
  readonly related?: readonly RelatedLocation[] | undefined;
}

/** Makes a diagnostic of the catalogue. */
export function report<C extends Code>(
  code: C,
  parameters: ParametersOf<C>,
  location: Location | undefined,
  advice: Advice = {},
): Diagnostic {
  const { severity, message } = catalogue[code];
  return {
    code,
    severity,
    message: (message as (parameters: ParametersOf<C>) => string)(parameters),
    ...(advice.expected === undefined ? {} : { expected: advice.expected }),
    ...(advice.suggestion === undefined ? {} : { suggestion: advice.suggestion }),
    ...(location === undefined ? {} : { location }),
    ...(advice.related === undefined || advice.related.length === 0 ? {} : { related: advice.related }),
  };
}
