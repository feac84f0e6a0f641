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
    distribute_by: name.optional().describe('Redshift: the column that spreads rows over nodes'),
    sort_by: names.optional().describe('Redshift: the columns by which rows are sorted'),
    format: z.enum(['delta', 'iceberg']).optional().describe('Spark: the table format'),
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
