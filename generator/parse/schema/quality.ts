import { z } from 'zod';
import { mapping } from './mapping.js';
import { duration } from './duration.js';
import { expression } from './expression.js';
import { flag, name, text } from './text.js';

const contractVersion = mapping(
  {
    version: z
      .int({ error: 'a whole number' })
      .min(1, { error: 'a number from 1' })
      .optional()
      .describe("The contract's version"),
    sla: mapping(
      { freshness: duration.optional().describe('How old the data may be') },
      { error: 'a mapping such as {freshness: 4 hours}' },
    )
      .optional()
      .describe("What consumers may rely on; goes to the model's meta"),
    breaking_change_policy: text
      .optional()
      .describe('What happens when columns change, such as version-bump'),
  },
  { error: 'true, false or a mapping such as {version: 1}' },
);

const expressionTest = mapping(
  {
    name: name.describe("The test's name"),
    expression: expression.describe('Must hold for every row'),
    severity: z.enum(['error', 'warn']).default('error').describe('Whether a failure stops dbt'),
    description: text.optional().describe('Why it must hold'),
  },
  { error: 'a test' },
);

const rowCount = z.int({ error: 'a whole number' }).min(0, { error: 'a number from 0' });

const rowCountTest = mapping(
  {
    row_count: mapping(
      {
        min: rowCount.optional().describe('At least so many rows'),
        max: rowCount.optional().describe('At most so many rows'),
      },
      { error: 'bounds such as {min: 1000}' },
    )
      .refine((bounds) => bounds.min !== undefined || bounds.max !== undefined, { error: 'min, max or both' })
      .describe('How many rows the table may have'),
  },
  { error: 'a test' },
);

const reconcileTest = mapping(
  {
    reconcile: z
      .array(
        z.union(
          [
            z.literal('count'),
            mapping({ sum: name.describe('The column whose sum must agree') }, { error: '{sum: column}' }),
          ],
          {
            error: 'count, or {sum: column}',
          },
        ),
        { error: 'a list such as [count, {sum: amount}]' },
      )
      .min(1, { error: 'at least one comparison' })
      .describe('What must agree with `from`'),
  },
  { error: 'a test' },
);

const row = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()], { error: 'text, a number, true, false or null' }),
  {
    error: 'a row such as {customer_id: 1}',
  },
);

const example = mapping(
  {
    name: text.describe('The story in a few words'),
    given: z
      .record(z.string(), z.array(row, { error: 'a list of rows' }), {
        error: 'rows per table such as {shop.customers: [{customer_id: 1}]}',
      })
      .describe('Rows of each staged table'),
    expect: z.array(row, { error: 'a list of rows' }).describe('The rows that come out'),
  },
  { error: 'an example with name, given and expect' },
);

/** Keys of any dimension, fact or bridge. */
export const qualityKeys = {
  owner: text.optional().describe('Who answers for the table'),
  contract: z
    .union([flag, contractVersion], { error: 'true, false or a mapping such as {version: 1}' })
    .optional()
    .describe('An enforced dbt contract'),
  access: z.enum(['private', 'protected', 'public']).optional().describe('Which dbt models may refer to it'),
  group: name.optional().describe('The dbt group that it belongs to'),
  tests: z
    .array(
      z.union([expressionTest, rowCountTest, reconcileTest], {
        error: 'a test: {name, expression}, {row_count: …} or {reconcile: …}',
      }),
      { error: 'a list of tests' },
    )
    .default([])
    .describe('Tests beside those derived from keys, types, accepted values, lookups and history'),
  examples: z
    .array(example, { error: 'a list of examples' })
    .optional()
    .describe('Given rows and expected rows; become dbt unit tests'),
};
