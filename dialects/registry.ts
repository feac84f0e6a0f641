/** Every warehouse that dbtgen knows, one line for each folder. All else that lists dialects is derived from here. */
export { bigquery } from './bigquery/index.js';
export { duckdb } from './duckdb/index.js';
export { postgres } from './postgres/index.js';
export { redshift } from './redshift/index.js';
export { snowflake } from './snowflake/index.js';
export { spark } from './spark/index.js';
