import { wordSet } from '../ansi.js';

/** PostgreSQL's reserved words (sqlfluff's list) and what Redshift adds to them (sqlglot's list), August 2026. */
export const reserved = wordSet(`
  all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate column
  concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from
  full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit
  localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references
  returning right select session_user similar some symmetric table tablesample then to trailing true union unique user
  using variadic verbose when where window with

  aes128 aes256 allowoverwrite az64 backup between blanksasnull bytedict bzip2 credentials deflate defrag delta
  delta32k disable emptyasnull enable encode encrypt encryption explicit globaldict256 identity ignore lun luns lzo lzop
  minus mostly8 mostly16 mostly32 new offline oid old open parallel partition percent permissions pivot raw readratio
  recover rejectlog resort respect restore snapshot sysdate system tag tdes text255 text32k timestamp top
  truncatecolumns type unpivot wallet without
`);
