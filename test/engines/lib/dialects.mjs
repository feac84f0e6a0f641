/** The dialects and the stand-in behind each. */
import * as bigquery from '../bigquery/engine.mjs';
import * as duckdb from '../duckdb/engine.mjs';
import * as postgres from '../postgres/engine.mjs';
import * as redshift from '../redshift/engine.mjs';
import * as snowflake from '../snowflake/engine.mjs';
import * as spark from '../spark/engine.mjs';

/**
 * DuckDB runs everything. Elsewhere the matrix and the shop have data tests in their last load (the matrix has every test
 * that there is), and repeats and full refreshes are run of the conventions alone.
 */
const BRIEFLY = [
  { loads: { matrix: 3, retail: 3 }, tests: 'in the last' },
  {
    loads: {
      attributes: 3,
      conventions: 4,
      flights: 2,
      'flights-year': 2,
      guards: 11,
      'mini-dimensions': 2,
      periods: 2,
      quarantine: 2,
      split: 2,
    },
    tests: 'in none',
  },
];

/**
 * `folder` holds the engine's warehouse.py; `settings` go to `engine.start` and `engine.label`; `dbtgen` says what repo is
 * built: the dialect, and the table format where it has several; `minutes`: about what the whole suite takes there on two
 * busy cores, by which it is scheduled. `brief`: how many loads of which projects are run where everything is, and in which
 * of them data tests; `like`: the target whose repos these are but for the word for the format, which is checked.
 * `leaves`: projects about which the format of tables says nothing; where everything is run, another target of the
 * dialect runs them.
 */
export const DIALECTS = {
  duckdb: { folder: 'duckdb', engine: duckdb, settings: {}, dbtgen: { dialect: 'duckdb' }, minutes: 6 },
  snowflake: {
    folder: 'snowflake',
    engine: snowflake,
    settings: {},
    dbtgen: { dialect: 'snowflake' },
    minutes: 14,
    brief: BRIEFLY,
  },
  postgres: {
    folder: 'postgres',
    engine: postgres,
    settings: {},
    dbtgen: { dialect: 'postgres' },
    minutes: 8,
    brief: BRIEFLY,
  },
  redshift: {
    folder: 'redshift',
    engine: redshift,
    settings: {},
    dbtgen: { dialect: 'redshift' },
    minutes: 6,
    brief: BRIEFLY,
  },
  bigquery: {
    folder: 'bigquery',
    engine: bigquery,
    settings: { backend: 'native' },
    dbtgen: { dialect: 'bigquery' },
    minutes: 8,
    brief: BRIEFLY,
  },
  'spark-delta': {
    folder: 'spark',
    engine: spark,
    settings: { format: 'delta', ansi: 'off' },
    dbtgen: { dialect: 'spark', format: 'delta' },
    minutes: 17,
    leaves: ['functions'],
    brief: [
      {
        loads: { attributes: 2, guards: 2, 'mini-dimensions': 2, periods: 2, quarantine: 2, split: 2 },
        tests: 'in none',
        like: 'spark-iceberg',
      },
      { loads: { retail: 3 }, tests: 'in the last' },
      { loads: { matrix: 3, conventions: 2, flights: 2 }, tests: 'in none' },
    ],
  },
  'spark-iceberg': {
    folder: 'spark',
    engine: spark,
    settings: { format: 'iceberg', ansi: 'off' },
    dbtgen: { dialect: 'spark', format: 'iceberg' },
    minutes: 16,
    brief: BRIEFLY,
  },
};

/** The same dialects on stand-ins with other settings; `projects` says what runs there too. */
export const VARIANTS = {
  'bigquery-wasm': {
    folder: 'bigquery',
    engine: bigquery,
    settings: { backend: 'wasm' },
    dbtgen: { dialect: 'bigquery' },
    minutes: 1,
    projects: ['functions'],
  },
  'spark-delta-ansi': {
    folder: 'spark',
    engine: spark,
    settings: { format: 'delta', ansi: 'on' },
    dbtgen: { dialect: 'spark', format: 'delta' },
    minutes: 1,
    projects: ['conventions'],
  },
  'spark-iceberg-ansi': {
    folder: 'spark',
    engine: spark,
    settings: { format: 'iceberg', ansi: 'on' },
    dbtgen: { dialect: 'spark', format: 'iceberg' },
    minutes: 1,
    projects: ['functions'],
  },
};

/** All names, dialects first. */
export const targetNames = [...Object.keys(DIALECTS), ...Object.keys(VARIANTS)];

/** The dialect or variant of that name. */
export function dialect(name) {
  const known = { ...DIALECTS, ...VARIANTS };
  if (!Object.hasOwn(known, name))
    throw new Error(`unknown dialect ${name}; known: ${Object.keys(known).join(', ')}`);
  return known[name];
}
