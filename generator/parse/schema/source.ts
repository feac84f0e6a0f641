import { z } from 'zod';
import { mapping } from './mapping.js';
import { sourceColumn } from './column.js';
import { duration } from './duration.js';
import { expression } from './expression.js';
import { flag, name, names, scalars, text } from './text.js';

const validity = mapping(
  {
    from: name.describe('From when on what the row says holds; a row is unique by key, this and sequence'),
    to: name.describe('Until when, that instant not included; null, or 9999-12-31, where no end is known'),
    to_inclusive: flag.optional().describe('True where `to` is a date and the last day that still holds'),
  },
  { error: 'a mapping such as {from: starts_on, to: ends_on}' },
);

const operation = mapping(
  {
    column: name.describe('The column that says what happened'),
    delete: scalars.min(1, { error: 'at least one value' }).describe('Its values that mean delete'),
    truncate: scalars
      .min(1, { error: 'at least one value' })
      .optional()
      .describe('Its values that mean that the whole table was emptied'),
  },
  { error: 'a mapping such as {column: op, delete: [D]}' },
);

const absence = mapping(
  {
    scope: names.optional().describe('Absence means deleted only inside the partitions that a load contains'),
    max_ratio: z
      .number({ error: 'a number between 0 and 1' })
      .min(0, { error: 'a number between 0 and 1' })
      .max(1, { error: 'a number between 0 and 1' })
      .default(0.5)
      .describe(
        'The run stops before more than this share of more than 100 living keys is closed in one load',
      ),
  },
  { error: 'a mapping such as {max_ratio: 0.5}' },
);

const table = mapping(
  {
    table: name.describe('Its name in the database'),
    identifier: text.optional().describe('Its name in the database, where that is no valid name'),
    description: text.describe('What one row is'),
    shape: z
      .enum(['snapshot', 'log', 'delta', 'cdc'])
      .describe(
        'What the table holds at each run: snapshot, all things as they are now; log, every event ever; delta, what changed since the last run; cdc, the same with operation',
      ),
    key: names.describe('What a row is about: the thing whose state it is'),
    changed_at: name.optional().describe("Business time of the row's state; the load's time where left out"),
    valid: validity
      .optional()
      .describe(
        'Instead of changed_at, where the source says from when to when a row holds; of overlapping periods of a key the one that starts later wins',
      ),
    loaded_at: name.optional().describe('When the row reached the warehouse'),
    sequence: names.optional().describe('Orders events of the same instant, ascending'),
    operation: operation.optional().describe('cdc and log: which events delete'),
    absence: absence.optional().describe('snapshot: what a row that is gone means'),
    nulls: z
      .enum(['value', 'unchanged'])
      .default('value')
      .describe('unchanged: a null outside the key was not sent, what held before still holds'),
    null_values: z
      .array(z.string({ error: 'text' }), { error: 'a list of texts' })
      .default([])
      .describe('Texts that mean null, such as NA'),
    columns: z
      .array(sourceColumn, { error: 'a list of columns' })
      .min(1, { error: 'at least one column' })
      .describe('All that is staged; each is cast to its type'),
    filter: expression.optional().describe('Rows for which it does not hold are dropped'),
  },
  { error: 'a table such as {table: customers, …}' },
);

/** One source system and its tables. */
export const source = mapping(
  {
    source: name.describe("The source's name"),
    schema: text.describe('The schema in the database; may be "{{ env_var(\'X\') }}" or "{{ var(\'x\') }}"'),
    database: text
      .optional()
      .describe("The database, where it is not the target's; may be an env_var or var"),
    description: text.describe('What the system is'),
    freshness: mapping(
      {
        warn_after: duration.optional().describe('Warn when data is older'),
        error_after: duration.optional().describe('Fail when data is older'),
      },
      { error: 'a mapping such as {warn_after: 12 hours, error_after: 1 day}' },
    )
      .refine((value) => value.warn_after !== undefined || value.error_after !== undefined, {
        error: 'warn_after, error_after or both',
      })
      .optional()
      .describe('How old data may be; needs loaded_at'),
    tables: z
      .array(table, { error: 'a list of tables' })
      .min(1, { error: 'at least one table' })
      .describe('The tables that are staged'),
  },
  { error: 'a mapping' },
);

export type SourceBlueprint = z.output<typeof source>;
export type SourceTable = z.output<typeof table>;
