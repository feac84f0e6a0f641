import { z } from 'zod';

/**
 * The `error` of a schema is not a message: it is what `explain-issue.ts` puts behind "expected",
 * so that a wrong type is told in the words of the language.
 */

/** Text that says something: never empty. */
export const text = z.string({ error: 'text' }).regex(/\S/, { error: 'text that is not empty' });

/** A name; whether it is a valid or an existing one is decided when names are resolved. */
export const name = z.string({ error: 'a name' }).regex(/\S/, { error: 'a name' });

/** Names of different things, at least one. */
export const names = z
  .array(name, { error: 'a list of names' })
  .min(1, { error: 'at least one name' })
  .superRefine((list, context) => {
    list.forEach((item, index) => {
      if (list.indexOf(item) === index) return;
      context.issues.push({ code: 'custom', input: item, path: [index], params: { repeated: item } });
    });
  });

/** True or false. */
export const flag = z.boolean({ error: 'true or false' });

/** A value of a column, as a person would type it. */
export const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: 'text, a number, true or false',
});

export const scalars = z.array(scalar, { error: 'a list of values' });

/** Column here → column there. */
export const columnPairs = z
  .record(z.string(), name, { error: 'pairs such as {column_here: column_there}' })
  .refine((pairs) => Object.keys(pairs).length > 0, { error: 'at least one pair of columns' });
