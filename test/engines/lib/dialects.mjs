/** The dialects and the stand-in behind each. */
import * as bigquery from '../bigquery/engine.mjs';
import * as duckdb from '../duckdb/engine.mjs';
import * as postgres from '../postgres/engine.mjs';
import * as redshift from '../redshift/engine.mjs';
import * as snowflake from '../snowflake/engine.mjs';
import * as spark from '../spark/engine.mjs';

/**
 * `folder` holds the engine's warehouse.py; `settings` go to `engine.start` and `engine.label`; `dbtgen` says what repo is
 * built: the dialect, and the table format where it has several; `minutes`: about what the whole suite takes there on two
 * busy cores, by which it is scheduled. `brief`: projects of which only so many loads are run, without data tests, where
 * `like` runs them whole: their repos are those of `like` but for the word for the format, and that is checked.
 */
export const DIALECTS = {
  duckdb: { folder: 'duckdb', engine: duckdb, settings: {}, dbtgen: { dialect: 'duckdb' }, minutes: 7 },
  snowflake: {
    folder: 'snowflake',
    engine: snowflake,
    settings: {},
    dbtgen: { dialect: 'snowflake' },
    minutes: 20,
  },
  postgres: {
    folder: 'postgres',
    engine: postgres,
    settings: {},
    dbtgen: { dialect: 'postgres' },
    minutes: 7,
  },
  redshift: {
    folder: 'redshift',
    engine: redshift,
    settings: {},
    dbtgen: { dialect: 'redshift' },
    minutes: 6,
  },
  bigquery: {
    folder: 'bigquery',
    engine: bigquery,
    settings: { backend: 'native' },
    dbtgen: { dialect: 'bigquery' },
    minutes: 9,
  },
  'spark-delta': {
    folder: 'spark',
    engine: spark,
    settings: { format: 'delta', ansi: 'off' },
    dbtgen: { dialect: 'spark', format: 'delta' },
    minutes: 30,
    brief: {
      like: 'spark-iceberg',
      loads: { attributes: 3, guards: 3, 'mini-dimensions': 2, periods: 2, quarantine: 2, split: 2 },
    },
  },
  'spark-iceberg': {
    folder: 'spark',
    engine: spark,
    settings: { format: 'iceberg', ansi: 'off' },
    dbtgen: { dialect: 'spark', format: 'iceberg' },
    minutes: 23,
  },
};

/** The same dialects on stand-ins with other settings; `projects` says what runs there too. */
export const VARIANTS = {
  'bigquery-wasm': {
    folder: 'bigquery',
    engine: bigquery,
    settings: { backend: 'wasm' },
    dbtgen: { dialect: 'bigquery' },
    minutes: 2,
    projects: ['conventions', 'functions'],
  },
  'spark-delta-ansi': {
    folder: 'spark',
    engine: spark,
    settings: { format: 'delta', ansi: 'on' },
    dbtgen: { dialect: 'spark', format: 'delta' },
    minutes: 3,
    projects: ['conventions', 'functions'],
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
