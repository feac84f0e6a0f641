/** What Spark 3.5 itself refuses is seen when it runs; these are habits that one setting or table format hides. */
import { patternRule } from './patterns.mjs';

/** spark.apache.org/docs/3.5.x/sql-ref: QUALIFY and `::` outside Databricks, and double quotes, which are texts unless a setting says names. */
const CONSTRUCTS = [
  { pattern: /\bqualify\b/, what: 'QUALIFY: open-source Spark has none; use a subquery' },
  { pattern: /\bexclude\s*\(/, what: 'EXCLUDE: Spark has EXCEPT, and only on Databricks' },
  { pattern: /\bidentity\s*\(/, what: 'IDENTITY columns are Databricks’ own' },
];

export const sparkRules = { 'spark-construct': patternRule('spark-construct', 'escapes', CONSTRUCTS) };
