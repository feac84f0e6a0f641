import { wordSet } from '../ansi.js';

/**
 * sqlfluff's list for Databricks: what is reserved without ANSI mode, which dbt-spark always switches off. And the words
 * that Spark's ANSI mode reserves, for sessions outside dbt; these from memory, erring on the side of too many.
 */
export const reserved = wordSet(`
  anti cross except full inner intersect join lateral left minus natural on right semi union using

  all and any as authorization both case cast check collate column constraint create current_date current_time
  current_timestamp current_user distinct else end escape false fetch filter for foreign from grant group having in
  into is leading not null only or order outer overlaps primary references select session_user some table then time to
  trailing true unique unknown user when where with
`);
