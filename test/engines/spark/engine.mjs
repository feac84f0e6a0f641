/**
 * Spark: dbt-spark on open-source Spark 3.5, with real Delta or real Iceberg tables, inside the session's own process:
 * one JVM and one Spark session for all the loads of a plan.
 *
 * Cannot show Unity Catalog, dbt-databricks, Photon, grants, concurrency of several clusters, or what the SQL does
 * under ANSI mode, which dbt-spark 1.11 always switches off.
 */
import { jars } from '../lib/environment.mjs';

export const python = 'spark';

export function output() {
  return { type: 'spark', method: 'session', host: 'none', schema: 'dw', threads: 1 };
}

/** dbt 2.0 knows no session method; its parser only looks at the type. */
export function nextOutput() {
  return { ...output(), method: 'thrift', host: 'localhost' };
}

/** @param format `delta`, or `iceberg`: a named catalog held in memory, as with Glue, Polaris or any REST catalog. */
export async function start({ work, format }) {
  return { output: output(), options: { work, format, jars: await jars() }, stop() {} };
}
