import { z } from 'zod';
import { mapping } from './mapping.js';
import { columnKeys, nameOr } from './column.js';
import { expression } from './expression.js';
import { lookups } from './lookup.js';
import { physical } from './physical.js';
import { qualityKeys } from './quality.js';
import { flag, name, names, text } from './text.js';

/** What happens to an attribute when its value changes. */
export const scd = z.literal([0, 1, 2, 3, 6]);

const attribute = nameOr(
  mapping(
    {
      ...columnKeys,
      scd: scd.optional().describe('0 retain, 1 overwrite, 2 new version, 3 previous value, 6 hybrid'),
      since: z
        .literal(['carry', 'replay', null])
        .optional()
        .describe(
          'Added to a table with history. null: history before shows null, and adding it opens no versions; carry: the first value that was delivered holds for all versions before; replay: history is what the events say',
        ),
    },
    { error: 'an attribute: its name, or {name: …, scd: …}' },
  ),
);

export const members = z.array(z.enum(['unknown', 'not_applicable', 'not_yet']), {
  error: 'a list of unknown, not_applicable, not_yet',
});

const history = mapping(
  {
    late: z
      .enum(['exact', 'reject'])
      .default('exact')
      .describe(
        "exact: any order of the same events gives the same table; reject: what a load says of a time before its key's newest version is set aside, in int_<dimension>_late",
      ),
    invalid: z
      .enum(['stop', 'quarantine'])
      .optional()
      .describe(
        'Rows with a null key or instant. stop: they stop the run, the default; quarantine: they are set aside for all readers of the table, in int_<source>__<table>_quarantine',
      ),
    deletes: z
      .enum(['close', 'flag', 'ignore'])
      .optional()
      .describe('close: the version ends; flag: a version with is_deleted; ignore'),
    first_version: z
      .enum(['at_event', 'open_past'])
      .optional()
      .describe(
        "Where a key's first version starts: at_event, the default, or open_past, which is also what it is where a fact may infer members",
      ),
    overwrite: z
      .enum(['all_versions', 'current', 'version'])
      .default('all_versions')
      .describe('Where scd 1 values are written'),
    versions: z.enum(['existence']).optional().describe('Keep versions although no attribute is scd 2 or 6'),
    durable_key: flag.default(false).describe('Type 7: <dimension>_durable_key on every version'),
    split: z
      .enum(['current_and_history'])
      .optional()
      .describe('dim_<name> holds the current rows, dim_<name>_history all versions, to which facts point'),
  },
  { error: 'a mapping of history settings' },
);

const miniDimension = mapping(
  {
    name: name.describe("The mini-dimension's name"),
    attributes: names.describe('Attributes that move there, or columns of from'),
    current_key: flag
      .default(false)
      .describe(
        'Type 5: current_<name>_key on every row of the dimension, the combination that a thing has now',
      ),
  },
  { error: 'a mini-dimension such as {name: customer_profile, attributes: [age_band]}' },
);

const subtype = mapping(
  {
    name: name.describe("The subtype's name"),
    when: expression.describe('Which rows belong to it'),
    attributes: names.describe('Attributes that only it has'),
  },
  { error: 'a subtype such as {name: business_customer, when: …, attributes: […]}' },
);

/** One dimension. */
export const dimension = mapping(
  {
    dimension: name.describe("The dimension's name"),
    description: text.describe('What one row is'),
    from: name.describe('<source>.<table> or an intermediate'),
    natural_key: names.describe('The columns that say which thing it is'),
    surrogate_key: z
      .enum(['hash', 'integer'])
      .default('hash')
      .describe('hash: MD5 in hexadecimal; integer: 63 bits of it'),
    history: history.prefault({}).describe('How changes become versions'),
    attributes: z
      .array(attribute, { error: 'a list of attributes' })
      .min(1, { error: 'at least one attribute' })
      .describe('Columns of from, or expressions over them'),
    references: lookups
      .optional()
      .describe('Outriggers: on every row the key of what it points to in another dimension, or of a day'),
    mini_dimensions: z
      .array(miniDimension, { error: 'a list of mini-dimensions' })
      .optional()
      .describe("Kimball's type 4 and 5: attributes whose combinations are a dimension of their own"),
    subtypes: z
      .array(subtype, { error: 'a list of subtypes' })
      .optional()
      .describe('Tables with a part of the rows and the same keys'),
    hierarchies: z
      .record(z.string(), names, { error: 'a mapping such as {geography: [country, region, city]}' })
      .optional()
      .describe('Levels from the top down'),
    members: members.default(['unknown']).describe('Reserved rows; [] is none'),
    physical: physical.prefault({}).describe('How the table lies in the warehouse'),
    ...qualityKeys,
  },
  { error: 'a mapping' },
);

export type DimensionBlueprint = z.output<typeof dimension>;
export type Attribute = z.output<typeof attribute>;
export type Member = z.output<typeof members>[number];
