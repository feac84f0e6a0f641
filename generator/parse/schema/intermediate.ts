import { z } from 'zod';
import { mapping } from './mapping.js';
import { columns } from './column.js';
import { expression } from './expression.js';
import { columnPairs, flag, name, names, text } from './text.js';

const join = mapping(
  {
    with: name.describe('<source>.<table> or another intermediate'),
    as: name.optional().describe('The name that its columns go by here'),
    on: columnPairs.optional().describe('{column here: column there}; left out where names agree'),
    join: z
      .enum(['left', 'inner', 'temporal'])
      .default('left')
      .describe("temporal: each row with the other side's state at that instant"),
    as_of: columnPairs
      .optional()
      .describe('{column here: column there}: the last row there that is not later than here'),
  },
  { error: 'a join such as {with: shop.orders, on: {order_id: order_id}}' },
);

/** Joins, filters, derived columns, unions of tables. */
export const intermediate = mapping(
  {
    intermediate: name.describe("The intermediate's name"),
    description: text.describe('What one row is'),
    from: name.optional().describe('<source>.<table> or another intermediate'),
    union: z
      .array(name, { error: 'a list such as [shop.web_orders, shop.store_orders]' })
      .min(1, { error: 'at least one table' })
      .optional()
      .describe('Instead of from: tables whose rows are put together'),
    sql: text.optional().describe('Instead of from and joins: a select of your own'),
    key: names.describe('What a row is about'),
    joins: z
      .array(join, { error: 'a list of joins' })
      .optional()
      .describe('Equality on a key of the joined table'),
    columns: columns
      .optional()
      .describe("Left out: every column of from; '*' as first item: those and the ones listed"),
    filter: expression.optional().describe('Rows for which it does not hold are dropped'),
    group_by: names.optional().describe('With it, expressions are aggregates'),
    distinct: flag.optional().describe('True keeps one of equal rows'),
  },
  { error: 'a mapping' },
);

export type IntermediateBlueprint = z.output<typeof intermediate>;
export type Join = z.output<typeof join>;
