/** The dialects and the stand-in behind each. */
import * as bigquery from '../bigquery/engine.mjs';
import * as duckdb from '../duckdb/engine.mjs';
import * as postgres from '../postgres/engine.mjs';
import * as redshift from '../redshift/engine.mjs';
import * as snowflake from '../snowflake/engine.mjs';
import * as spark from '../spark/engine.mjs';

/** `folder` holds the engine's warehouse.py; `settings` go to `engine.start`. */
export const DIALECTS = {
  duckdb: { folder: 'duckdb', engine: duckdb },
  snowflake: { folder: 'snowflake', engine: snowflake },
  postgres: { folder: 'postgres', engine: postgres },
  redshift: { folder: 'redshift', engine: redshift },
  bigquery: { folder: 'bigquery', engine: bigquery },
  'spark-delta': { folder: 'spark', engine: spark, settings: { format: 'delta' } },
  'spark-iceberg': { folder: 'spark', engine: spark, settings: { format: 'iceberg' } },
};

export function dialect(name) {
  if (!Object.hasOwn(DIALECTS, name))
    throw new Error(`unknown dialect ${name}; known: ${Object.keys(DIALECTS).join(', ')}`);
  return DIALECTS[name];
}
