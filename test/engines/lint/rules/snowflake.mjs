/** What fakesnow lets pass, because DuckDB runs it, and Snowflake refuses. Both rules read what dbt compiled and sent. */
import { knownFunctions } from './known-functions.mjs';
import { patternRule } from './patterns.mjs';

/**
 * docs.snowflake.com/en/sql-reference/functions-all lists them; `generator` and `flatten` are table functions, and `cast`,
 * `extract`, `position`, `trim` have a syntax of their own there. Add a function after you have looked it up.
 */
const FUNCTIONS = new Set(
  (
    'abs avg cast ceil ceiling char_length charindex coalesce concat concat_ws contains convert_timezone count count_if current_date current_role ' +
    'current_timestamp current_user date_from_parts date_part date_trunc dateadd datediff day dayofmonth dayofweek dayofweekiso dayofyear ' +
    'decode dense_rank div0 endswith equal_null exp extract first_value flatten floor generator get get_path greatest hash hex_encode ' +
    'hour iff ifnull initcap json_extract_path_text lag last_day last_value lead least left length listagg ln lower lpad ltrim max md5 min minute mod month monthname ' +
    'nth_value ntile nullif nvl nvl2 object_construct parse_json percent_rank position power quarter rank regexp_count regexp_instr regexp_like ' +
    'regexp_replace regexp_substr replace right round row_number rpad rtrim second seq1 seq2 seq4 seq8 sha2 sign soundex split split_part sqrt ' +
    'startswith stddev substr substring sum time_from_parts timestamp_from_parts timestamp_ntz_from_parts timestamp_tz_from_parts to_binary ' +
    'to_boolean to_char to_date to_decimal to_double to_json to_number to_time to_timestamp to_timestamp_ntz to_timestamp_tz to_varchar to_variant ' +
    'translate trim trunc try_cast try_parse_json try_to_date try_to_number try_to_timestamp typeof upper uuid_string week weekiso year yearofweek yearofweekiso'
  ).split(' '),
);

/** sql-reference/sql/merge, data-type-conversion, constructs/from and the operators' pages: none of these is there. */
const CONSTRUCTS = [
  {
    pattern: /\bfilter\s*\(\s*where\b/,
    what: 'FILTER (WHERE ..): Snowflake has none; use a case in the aggregate',
  },
  {
    pattern: /\bby\s+(?:source|target)\b(?=\s+(?:and|then)\b)/,
    what: 'WHEN NOT MATCHED BY: not in Snowflake’s MERGE',
  },
  { pattern: /\breturning\b/, what: 'RETURNING: Snowflake has none' },
  { pattern: /\bon\s+conflict\b/, what: 'ON CONFLICT: Snowflake has none' },
  { pattern: /\/\/(?=\s*[\w(])/, what: '// begins a comment in Snowflake; DuckDB divides' },
  { pattern: /\*\*/, what: '**: Snowflake has power()' },
  {
    pattern: /\b(?:hugeint|ubigint|uinteger|usmallint|utinyint|blob|timestamptz)\b/,
    what: 'a type of DuckDB that Snowflake lacks',
  },
  { pattern: /\b(?:semi|anti|positional)\s+join\b/, what: 'a join of DuckDB that Snowflake lacks' },
  { pattern: /\busing\s+sample\b/, what: 'USING SAMPLE: Snowflake has SAMPLE' },
  { pattern: /(?:^|\(|;)\s*from\s+\w/, what: 'a query that begins with FROM' },
  {
    pattern: /\bgenerate_series\b|\bunnest\b/,
    what: 'a table function of DuckDB; Snowflake has generator and flatten',
  },
  { pattern: /(?<!:):=|->(?!>)\s*\w+\s*\(/, what: 'an assignment or lambda of DuckDB' },
];

export const snowflakeRules = {
  'snowflake-function': knownFunctions('snowflake-function', 'escapes', FUNCTIONS),
  'snowflake-construct': patternRule('snowflake-construct', 'escapes', CONSTRUCTS),
};
