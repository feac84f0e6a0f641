import { z } from 'zod';
import { mapping } from './mapping.js';
import { columns } from './column.js';
import { duration } from './duration.js';
import { expression } from './expression.js';
import { lookups } from './lookup.js';
import { measure } from './measure.js';
import { physical } from './physical.js';
import { qualityKeys } from './quality.js';
import { flag, name, names, text } from './text.js';

const grain = mapping(
  {
    statement: text.describe('What one row is, as a sentence'),
    key: names.describe('The columns that tell rows apart'),
  },
  { error: 'a mapping such as {statement: One row per order, key: [order_id]}' },
);

const milestone = mapping(
  {
    name: name.describe('The milestone'),
    at: name.describe('The column that says when it was passed'),
    when: expression.optional().describe('Which events pass it, where a row of from is an event'),
    take: z.enum(['first', 'last']).default('first').describe('Which of several such events counts'),
  },
  { error: 'a milestone such as {name: shipped, at: shipped_at}' },
);

const lag = mapping(
  {
    name: name.describe('The column'),
    from: name.describe('The earlier milestone'),
    to: name.describe('The later milestone'),
    unit: z
      .enum(['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'])
      .default('day')
      .describe('What is counted'),
  },
  { error: 'a lag such as {name: days_to_ship, from: ordered, to: shipped}' },
);

const load = mapping(
  {
    strategy: z
      .enum(['merge', 'append', 'delete+insert', 'insert_overwrite', 'microbatch', 'full'])
      .default('merge')
      .describe('How a run writes its rows'),
    deletes: z
      .enum(['remove', 'flag', 'ignore'])
      .optional()
      .describe(
        'What happens to a row whose source row is deleted: remove where left out, ignore with strategy append',
      ),
    rekey: flag
      .optional()
      .describe(
        'Rows whose dimension version changed later get the right key in the same run: true where left out, but with strategy append',
      ),
    lookback: duration.optional().describe('insert_overwrite, microbatch: how far back a run looks'),
  },
  { error: 'a mapping such as {strategy: merge}' },
);

/** One fact table. Which keys a type needs is a rule of `presence.ts`. */
export const fact = mapping(
  {
    fact: name.describe("The fact's name"),
    type: z
      .enum(['transaction', 'periodic_snapshot', 'accumulating_snapshot', 'factless', 'aggregate'])
      .describe('What kind of fact table'),
    description: text.optional().describe('What is measured'),
    from: name.optional().describe('<source>.<table> or an intermediate'),
    of: name.optional().describe('aggregate: the fact that is summed up'),
    by: names.optional().describe('aggregate: attributes such as order_date.year_month'),
    grain: grain.optional().describe('What one row is'),
    event_time: name.optional().describe('When it happened; lookups are as of it'),
    period: z
      .enum(['hour', 'day', 'week', 'month', 'quarter', 'year'])
      .optional()
      .describe('periodic_snapshot: how long a period is'),
    fill: z
      .union(
        [
          z.enum(['alive', 'none']),
          mapping(
            { from: name.describe('The first period'), to: name.describe('The last period') },
            { error: 'a mapping such as {from: admitted_at, to: discharged_at}' },
          ),
        ],
        { error: 'alive, none or a mapping such as {from: admitted_at, to: discharged_at}' },
      )
      .optional()
      .describe('periodic_snapshot: which periods have a row'),
    milestones: z
      .array(milestone, { error: 'a list of milestones' })
      .min(1, { error: 'at least one milestone' })
      .optional()
      .describe('accumulating_snapshot: the steps of the process'),
    lags: z
      .array(lag, { error: 'a list of lags' })
      .optional()
      .describe('accumulating_snapshot: times between milestones'),
    dimensions: lookups.default([]).describe('The lookups; as_of is event_time unless said'),
    degenerate: columns.default([]).describe('Identifiers without a dimension of their own'),
    measures: z.array(measure, { error: 'a list of measures' }).default([]).describe('The numbers'),
    load: load.prefault({}).describe('How rows are written'),
    physical: physical.prefault({}).describe('How the table lies in the warehouse'),
    ...qualityKeys,
  },
  { error: 'a mapping' },
);

export type FactBlueprint = z.output<typeof fact>;
export type Milestone = z.output<typeof milestone>;
export type Lag = z.output<typeof lag>;
