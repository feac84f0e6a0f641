import { wordSet } from '../ansi.js';

/** sqlfluff's list of reserved words for Snowflake (dialect_snowflake_keywords, August 2026). */
export const reserved = wordSet(`
  all alter and any as asof between by cast check connect connection constraint create current current_date
  current_time current_timestamp delete default declare define distinct drop else elseif exists following for from full
  grant group gscluster having hybrid ilike in increment inner insert intersect into is join lateral left like
  localtime localtimestamp match_condition match_recognize minus natural not null of on or order qualify raise regexp
  revoke right rlike row rows sample select set some start strict table tablesample then to trigger try_cast union
  unique update using values when whenever where with
`);
