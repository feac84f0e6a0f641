import type { z } from 'zod';
import { mapping } from './mapping.js';
import { columns } from './column.js';
import { members } from './dimension.js';
import { physical } from './physical.js';
import { qualityKeys } from './quality.js';
import { name, text } from './text.js';

/** Low-cardinality flags kept together. */
export const junk = mapping(
  {
    junk: name.describe("The junk dimension's name"),
    description: text.optional().describe('What the flags are about'),
    from: name.describe('<source>.<table> or an intermediate'),
    attributes: columns.describe('The columns whose combinations occur'),
    members: members.default(['unknown']).describe('Reserved rows; [] is none'),
    physical: physical.prefault({}).describe('How the table lies in the warehouse'),
    ...qualityKeys,
  },
  { error: 'a mapping' },
);

export type JunkBlueprint = z.output<typeof junk>;
