import { loadParser } from '../../redshift/pg-only.mjs';
import { bigqueryRules } from './bigquery.mjs';
import { redshiftRules } from './redshift.mjs';
import { snowflakeRules } from './snowflake.mjs';
import { sparkRules } from './spark.mjs';

/**
 * Our own rules by their names, for a folder of an engine; none where the engine is the warehouse itself. A rule takes
 * what `sqlOfRun` gives and returns [{ path, line, rule, what }].
 */
export async function rulesFor(folder) {
  switch (folder) {
    case 'snowflake':
      return snowflakeRules;
    case 'redshift':
      return redshiftRules(await loadParser(import.meta.dirname));
    case 'bigquery':
      return bigqueryRules;
    case 'spark':
      return sparkRules;
    default:
      return {};
  }
}
