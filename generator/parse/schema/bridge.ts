import { z } from 'zod';
import { mapping } from './mapping.js';
import { lookupKeys } from './lookup.js';
import { physical } from './physical.js';
import { qualityKeys } from './quality.js';
import { flag, name, text } from './text.js';

const dimensionSide = mapping(lookupKeys, { error: 'a lookup such as {dimension: customer}' });
const factSide = mapping(
  { fact: name.describe('The fact'), on: lookupKeys.on },
  { error: 'a fact such as {fact: orders}' },
);
const side = z.union([dimensionSide, factSide], {
  error: 'a lookup such as {dimension: customer} or {fact: orders}',
});

/** A many-to-many, or a hierarchy as closure. */
export const bridge = mapping(
  {
    bridge: name.describe("The bridge's name"),
    description: text.optional().describe('What one row is'),
    from: name.describe('<source>.<table> or an intermediate'),
    between: z
      .array(side, { error: 'a list of two lookups' })
      .length(2, { error: 'two lookups' })
      .optional()
      .describe('The two sides'),
    weight: z
      .union(
        [
          z.literal('equal'),
          mapping(
            { column: name.describe('The column that holds the weight') },
            { error: 'a mapping such as {column: allocation}' },
          ),
        ],
        {
          error: 'equal, or a mapping such as {column: allocation}',
        },
      )
      .optional()
      .describe('How much of the first side a row stands for'),
    valid: mapping(
      {
        from: name.describe('From when a row holds'),
        to: name.describe('Until when, exclusive'),
        to_inclusive: flag.optional().describe('True where `to` still holds'),
      },
      { error: 'a mapping such as {from: opened_at, to: closed_at}' },
    )
      .optional()
      .describe('When the relation holds'),
    tree: mapping(
      {
        dimension: name.describe('The dimension that has the hierarchy'),
        parent: name.describe("The column that holds the parent's natural key"),
        max_depth: z
          .int({ error: 'a whole number' })
          .min(1, { error: 'a number from 1' })
          .optional()
          .describe('How deep it may be'),
      },
      { error: 'a mapping such as {dimension: account, parent: parent_account_id}' },
    )
      .optional()
      .describe('A hierarchy as closure'),
    physical: physical.prefault({}).describe('How the table lies in the warehouse'),
    ...qualityKeys,
  },
  { error: 'a mapping' },
);

export type BridgeBlueprint = z.output<typeof bridge>;
