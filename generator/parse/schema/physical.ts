import { z } from 'zod';
import { mapping } from './mapping.js';
import { dialectNames } from '../../../dialects/names.js';
import { name, names } from './text.js';

const adapterConfig = z.record(z.string(), z.json(), { error: "a mapping of that adapter's config" });

/** How the table lies in the warehouse; what a dialect can't do becomes a note. */
export const physical = mapping(
  {
    partition_by: mapping(
      {
        column: name.describe('A date, timestamp or integer column of the table'),
        granularity: z
          .enum(['hour', 'day', 'month', 'year'])
          .default('day')
          .describe('How much one partition holds'),
      },
      { error: 'a partition such as {column: ordered_at, granularity: month}' },
    )
      .optional()
      .describe('Which column cuts the table into partitions'),
    cluster_by: names.optional().describe('Columns by which rows are kept together'),
    distribute_by: name
      .optional()
      .describe('The column that spreads rows over nodes, where a table has several'),
    sort_by: names.optional().describe('Columns by which rows are sorted, or found'),
    format: z.enum(['delta', 'iceberg']).optional().describe('The table format, where there is a choice'),
    ...(Object.fromEntries(
      dialectNames.map((dialect) => [
        dialect,
        adapterConfig.optional().describe(`Raw config of the ${dialect} adapter: the last word`),
      ]),
    ) as Record<(typeof dialectNames)[number], z.ZodOptional<typeof adapterConfig>>),
  },
  { error: 'a mapping of storage settings' },
);

export type Physical = z.output<typeof physical>;
