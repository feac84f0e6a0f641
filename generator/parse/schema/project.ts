import { z } from 'zod';
import { mapping } from './mapping.js';
import { timestamp } from './date.js';
import { dialectName } from './dialect-name.js';
import { flag, name, text } from './text.js';

const namePart = z
  .string({ error: 'text' })
  .regex(/^[a-z0-9_]*$/, { error: 'lower-case letters, digits and underscores' });
const columnName = z.string({ error: 'a name' }).regex(/^[a-z_][a-z0-9_]*$/, { error: 'a snake_case name' });

const conventions = mapping(
  {
    prefixes: mapping(
      {
        staging: namePart.default('stg_').describe('Of staging models'),
        intermediate: namePart.default('int_').describe('Of intermediate models'),
        dimension: namePart.default('dim_').describe('Of dimensions'),
        fact: namePart.default('fct_').describe('Of facts'),
        bridge: namePart.default('bridge_').describe('Of bridges'),
      },
      { error: 'a mapping of prefixes' },
    )
      .prefault({})
      .describe('What model names start with'),
    key_name: z
      .string({ error: 'text' })
      .regex(/^[a-z0-9_]*\{name\}[a-z0-9_]*$/, { error: 'a pattern that holds {name}, such as "{name}_key"' })
      .default('{name}_key')
      .describe('How surrogate keys are called'),
    columns: mapping(
      {
        valid_from: columnName.default('valid_from').describe('From when a version holds'),
        valid_to: columnName.default('valid_to').describe('Until when a version holds, exclusive'),
        is_current: columnName.default('is_current').describe('Marks the version that still holds'),
        loaded_at: columnName.default('_loaded_at').describe('When a row last changed'),
      },
      { error: 'a mapping of column names' },
    )
      .prefault({})
      .describe('Names of generated columns'),
    open_end: timestamp
      .nullable()
      .default(null)
      .describe('null, or a timestamp such as 9999-12-31 that stands for "still valid"'),
    open_start: timestamp.default('1900-01-01').describe('What first_version: open_past writes'),
    schemas: mapping(
      {
        staging: text.optional().describe('Schema of staging models'),
        intermediate: text.optional().describe('Schema of intermediate models'),
        marts: text.optional().describe('Schema of dimensions, facts and bridges'),
      },
      { error: 'a mapping of schemas' },
    )
      .prefault({})
      .describe("dbt's +schema of each layer; empty: all in the target's schema"),
  },
  { error: 'a mapping of conventions' },
);

/** The settings of the whole project. */
export const project = mapping(
  {
    project: name.describe("The dbt project's name"),
    dialect: z
      .union(
        [
          dialectName,
          z.array(dialectName, { error: 'a list of dialects' }).min(1, { error: 'at least one dialect' }),
        ],
        {
          error: 'the name of a dialect, or a list of them',
        },
      )
      .describe('The warehouse; a list builds one tree for each'),
    output: text
      .optional()
      .describe('The generated dbt repo, relative to this file; with a list of dialects <output>/<dialect>'),
    dbt: z
      .string({ error: 'text' })
      .regex(/^\s*(>=|<=|>|<|=)?\s*\d+(\.\d+){1,2}\s*(,\s*(>=|<=|>|<|=)?\s*\d+(\.\d+){1,2}\s*)*$/, {
        error: 'bounds such as ">=1.11,<2.0"',
      })
      .default('>=1.11,<2.0')
      .describe('The dbt versions that the emitted YAML must satisfy'),
    profile: text.optional().describe("The dbt profile; the project's name where left out"),
    description: text.describe('What the warehouse is about'),
    conventions: conventions.prefault({}).describe('How things are called'),
    defaults: mapping(
      {
        scd: z
          .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(6)], {
            error: '0, 1, 2, 3 or 6',
          })
          .default(2)
          .describe('Of attributes that say none'),
        owner: text.nullable().default(null).describe('Of tables that say none'),
        contract: flag.default(true).describe('Whether tables that say nothing have an enforced contract'),
      },
      { error: 'a mapping of defaults' },
    )
      .prefault({})
      .describe('What holds where a blueprint says nothing'),
  },
  { error: 'a mapping' },
);

export type ProjectBlueprint = z.output<typeof project>;
