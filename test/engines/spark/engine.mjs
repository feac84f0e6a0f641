/**
 * Spark: dbt-spark on open-source Spark 3.5, with real Delta or real Iceberg tables, inside the session's own process:
 * one JVM and one Spark session for all the loads of all projects.
 */
import { jars } from '../lib/environment.mjs';
import { requireJava17 } from '../lib/machine.mjs';
import { pinnedJar, pinnedPython } from '../lib/pins.mjs';

export const python = 'spark';

const FORMATS = {
  delta: `Delta ${pinnedJar('spark/pom.xml', 'delta.version')}`,
  iceberg: `Iceberg ${pinnedJar('spark/pom.xml', 'iceberg.version')}`,
};

/** What it is executed on. @param settings as for `start` */
export function label({ format, ansi }) {
  const adapter = `dbt-spark ${pinnedPython('spark/requirements.txt', 'dbt-spark')}`;
  const spark = `open-source Spark ${pinnedPython('spark/requirements.txt', 'pyspark')}`;
  return `${adapter} on ${spark} with ${FORMATS[format]}, ANSI mode ${ansi}`;
}

/** Whether it is the warehouse itself. */
export const real = 'Spark itself, on one machine; never on Databricks or a cluster';

/** Its targets follow each other in one process: a JVM is slow until it is warm. */
export const staysWarm = true;

/** What this stand-in cannot show. */
export const limits = [
  'Nothing was compared with a Spark cluster, Databricks or EMR: it is one JVM on one machine, with two dbt threads.',
  'dbt-databricks, Unity Catalog, Photon, SQL warehouses and their own functions are not run.',
  "The adapter's session method is used, not thrift, ODBC or HTTP; how it writes the nulls and quotes of seeds is repaired here.",
  'dbt-spark always switches ANSI mode off; that statements also run with it on is shown for the projects of the -ansi targets.',
  'With ANSI mode on, Spark 3.5 itself fails on Iceberg where a cast to boolean is a filter (an assertion in its push-down), so no project with such a filter runs there.',
  'Spark 4, where ANSI mode is the default, is not run.',
  'The catalog is held in memory: a Hive metastore, Glue, Nessie, Polaris, Unity and REST catalogs are not run.',
  'Code generation, adaptive execution and column statistics are off, so plans, pruning and speed are not those of a cluster.',
  'Concurrent writers, grants and row filters are not shown.',
  'cluster by, write order and partitions are accepted and stored; what they do for a query is not measured.',
];

export const requireMachine = requireJava17;

export function output() {
  return { type: 'spark', method: 'session', host: 'none', schema: 'dw', threads: 2 };
}

/** dbt 2.0 knows no session method; its parser only looks at the type. */
export function nextOutput() {
  return { ...output(), method: 'thrift', host: 'localhost' };
}

/**
 * @param format `delta`, or `iceberg`: a named catalog held in memory, as with Glue, Polaris or any REST catalog.
 * @param ansi `off`, which dbt-spark asks for, or `on`, the default of Spark 4 and of Databricks
 */
export async function start({ work, format, ansi }) {
  return { output: output(), options: { work, format, ansi, jars: await jars() }, stop() {} };
}
