import { z } from 'zod';

/**
 * An object that knows all of its keys. `error` says what is expected where something else stands.
 * For an unknown key the issue's message carries the known ones, from which the nearest is suggested.
 */
export function mapping<S extends z.core.$ZodLooseShape>(shape: S, { error }: { readonly error: string }) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : error),
  });
}
