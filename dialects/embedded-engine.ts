/** The engine that runs inside dbt's own process, so that nothing has to be installed or started for it. */
export { duckdb as embeddedDialect } from './duckdb/index.js';
export { embeddedTarget, linesOf, textValue, valueText, writeLines } from './duckdb/embedded.js';
