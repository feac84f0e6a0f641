import { z } from 'zod';
import { mapping } from './mapping.js';
import { columnKeys } from './column.js';
import { flag, name, names, text } from './text.js';

const allocation = mapping(
  {
    amount: name.describe('The amount of the whole that is spread'),
    over: names.describe('The columns that say which rows share it'),
    by: name.describe('The measure in whose proportion it is spread'),
  },
  { error: 'a mapping such as {amount: order_freight, over: [order_id], by: net_amount}' },
);

/** A number of a fact, with what may be done to it. */
export const measure = mapping(
  {
    ...columnKeys,
    additivity: z
      .enum(['additive', 'semi_additive', 'non_additive'])
      .describe('Over which dimensions it may be summed'),
    over: name.optional().describe('semi_additive: the dimension over which it must not be summed'),
    aggregation: z
      .enum(['last', 'first', 'sum', 'average', 'min', 'max'])
      .optional()
      .describe('How several values become one'),
    accumulate: flag.optional().describe('periodic_snapshot: the running total of all movements so far'),
    unit: text.optional().describe("Such as usd; goes to the column's meta"),
    allocate: allocation
      .optional()
      .describe('Spreads an amount to the cent; the remainder goes to the largest row'),
  },
  { error: 'a measure such as {name: quantity, additivity: additive}' },
);

export type Measure = z.output<typeof measure>;
