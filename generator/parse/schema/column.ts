import { z } from 'zod';
import { mapping } from './mapping.js';
import { expression } from './expression.js';
import { flag, name, scalars, text } from './text.js';
import { type } from './type.js';

/** The keys of a column, wherever one is written. */
export const columnKeys = {
  name: name.describe('The name it has from here on'),
  from: name.optional().describe('The column it renames'),
  type: type.optional(),
  expression: expression
    .optional()
    .describe('Computes it from columns in reach: those of `from` and those declared above it'),
  description: text.optional().describe('What a value means; goes to the dbt documentation'),
  accepted: scalars
    .min(1, { error: 'at least one value' })
    .optional()
    .describe('The only values it may take; becomes a test'),
  not_null: flag.optional().describe('True where null is an error; becomes a test'),
  pii: text.optional().describe("What personal data it holds, such as email; goes to the column's meta"),
  protect: z
    .enum(['hash', 'mask', 'drop', 'none'])
    .optional()
    .describe("How personal data is protected: hash is SHA-256 salted by env_var('PII_SALT')"),
};

const expected = 'a column: its name, or {name: …}';

/** A column; a bare name stands for `{name}`. */
export const column = nameOr(mapping(columnKeys, { error: expected }));

export const columns = z
  .array(column, { error: 'a list of columns' })
  .min(1, { error: 'at least one column' });

/** A column of a source is born there, so it says its type. */
export const sourceColumn = mapping(
  {
    ...columnKeys,
    from: text.optional().describe('Its name in the database, where that differs'),
    type,
    expression: expression.optional().describe('Computes it from the raw columns of the table'),
  },
  { error: 'a column with its type, such as {name: customer_id, type: bigint}' },
);

/** Lets a bare name stand for an object that has only a name. */
export function nameOr<S extends z.ZodType<{ name: string }>>(object: S) {
  const fromName = name.transform((text): z.output<S> => ({ name: text }) as z.output<S>);
  return z.union([fromName, object], { error: expected });
}

export type Column = z.output<typeof column>;
export type SourceColumn = z.output<typeof sourceColumn>;
