/** The dialects and the stand-in behind each. */
import * as bigquery from '../bigquery/engine.mjs';
import * as duckdb from '../duckdb/engine.mjs';
import * as redshift from '../redshift/engine.mjs';
import * as snowflake from '../snowflake/engine.mjs';
import * as spark from '../spark/engine.mjs';

/** `folder` holds the engine's warehouse.py; `settings` go to `engine.start` and `engine.label`. */
export const DIALECTS = {
  duckdb: { folder: 'duckdb', engine: duckdb, settings: {} },
  snowflake: { folder: 'snowflake', engine: snowflake, settings: {} },
  redshift: { folder: 'redshift', engine: redshift, settings: {} },
  bigquery: { folder: 'bigquery', engine: bigquery, settings: { backend: 'native' } },
  'spark-delta': { folder: 'spark', engine: spark, settings: { format: 'delta', ansi: 'off' } },
  'spark-iceberg': { folder: 'spark', engine: spark, settings: { format: 'iceberg', ansi: 'off' } },
};

/** The same dialects on stand-ins with other settings; small projects run there too. */
export const VARIANTS = {
  'bigquery-wasm': { folder: 'bigquery', engine: bigquery, settings: { backend: 'wasm' } },
  'spark-delta-ansi': { folder: 'spark', engine: spark, settings: { format: 'delta', ansi: 'on' } },
  'spark-iceberg-ansi': { folder: 'spark', engine: spark, settings: { format: 'iceberg', ansi: 'on' } },
};

/** The dialect or variant of that name. */
export function dialect(name) {
  const known = { ...DIALECTS, ...VARIANTS };
  if (!Object.hasOwn(known, name))
    throw new Error(`unknown dialect ${name}; known: ${Object.keys(known).join(', ')}`);
  return known[name];
}
