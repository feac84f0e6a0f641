import { wordSet } from '../ansi.js';

/**
 * The reserved words of appendix C of PostgreSQL's manual, those that may name a function or type included:
 * `select word from pg_get_keywords() where catcode in ('R', 'T')` on PostgreSQL 15.18. The last line is new in 16; the
 * parser of 18 (libpg-query) reserves no other word.
 */
export const reserved = wordSet(`
  all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create
  current_catalog current_date current_role current_time current_timestamp current_user default deferrable desc distinct
  do else end except false fetch for foreign from grant group having in initially intersect into lateral leading limit
  localtime localtimestamp not null offset on only or order placing primary references returning select session_user
  some symmetric table then to trailing true union unique user using variadic when where window with

  authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join left like
  natural notnull outer overlaps right similar tablesample verbose

  system_user
`);
