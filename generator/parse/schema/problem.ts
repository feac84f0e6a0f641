import { z } from 'zod';
import type { Code, ParametersOf } from '../../diagnostics/catalogue.js';

/** What a schema of our own says about a text that it can't read, in the terms of the catalogue. */
export interface SchemaProblem<C extends Code = Code> {
  readonly code: C;
  readonly parameters: ParametersOf<C>;
  readonly expected?: string;
  readonly suggestion?: string;
}

/** A text that `read` turns into a value, or says why not. */
export function parsedText<T extends object | string>(
  expected: string,
  read: (text: string) => { readonly value: T } | { readonly problem: SchemaProblem },
) {
  return z.string({ error: expected }).transform((text, context): T => {
    const result = read(text);
    if ('value' in result) return result.value;
    context.issues.push({ code: 'custom', input: text, params: { problem: result.problem } });
    return z.NEVER;
  });
}

/** A problem with its parameters checked against its code. */
export function problem<C extends Code>(
  code: C,
  parameters: ParametersOf<C>,
  more: { readonly expected?: string; readonly suggestion?: string } = {},
): { readonly problem: SchemaProblem } {
  return { problem: { code, parameters, ...more } };
}
