import { z } from 'zod';
import { mapping } from './mapping.js';
import { columnPairs, name } from './text.js';
import { timeZone } from './time-zone.js';

export const lookupKeys = {
  dimension: name.describe('The dimension, calendar or junk dimension whose key is looked up'),
  on: z
    .union([name, columnPairs], {
      error: 'pairs such as {column_here: natural_key_there}, or for a calendar a column',
    })
    .optional()
    .describe(
      '{column here: natural key column there}, left out where the names agree; for a calendar the column',
    ),
  as_of: name.optional().describe('The instant that picks the version; the event_time where left out'),
  role: name
    .optional()
    .describe("Replaces the dimension's name in the key: role ship_date gives ship_date_key"),
  missing: z
    .enum(['unknown', 'inferred', 'error'])
    .default('unknown')
    .describe(
      'What a key without a match takes. unknown: the reserved member; inferred: a member that the referring row brings in, until its source does; error: the run stops',
    ),
  null_key: z.enum(['unknown', 'not_applicable', 'not_yet']).default('unknown').describe('What a null takes'),
  time_zone: timeZone.optional().describe('For a calendar: where a UTC timestamp means a local day'),
  follow: z
    .enum(['version', 'current'])
    .optional()
    .describe(
      'In references. current: the key of the current version, the default; version: the key that was valid then',
    ),
};

/** A reference to a dimension's row; gives `<dimension>_key`. */
export const lookup = mapping(lookupKeys, { error: 'a lookup such as {dimension: customer}' });

export const lookups = z.array(lookup, { error: 'a list of lookups such as [{dimension: customer}]' });

export type Lookup = z.output<typeof lookup>;
