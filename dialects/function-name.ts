/** Units of date_trunc, date_add, date_diff. */
export const timeUnits = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;

export type TimeUnit = (typeof timeUnits)[number];

/**
 * What `extract` takes. `week` is the ISO week and belongs to `isoyear`; `dayofweek` is 1 on Mondays;
 * `second` is a whole number.
 */
export const extractFields = [...timeUnits, 'isoyear', 'dayofweek', 'dayofyear'] as const;

export type ExtractField = (typeof extractFields)[number];

/** The portable functions of the blueprint language that a dialect must spell. */
export const functionNames = [
  'coalesce',
  'nullif',
  'greatest',
  'least',
  'concat',
  'upper',
  'lower',
  'trim',
  'ltrim',
  'rtrim',
  'length',
  'substring',
  'left',
  'right',
  'replace',
  'split_part',
  'position',
  'starts_with',
  'lpad',
  'abs',
  'round',
  'floor',
  'ceil',
  'mod',
  'power',
  'sqrt',
  'sign',
  'date_trunc',
  'date_add',
  'date_diff',
  'extract',
  'make_date',
  'make_timestamp',
  'to_date',
  'md5',
  'regexp_like',
  'regexp_replace',
  'json_text',
  'sum',
  'count',
  'min',
  'max',
  'avg',
  'row_number',
  'rank',
  'lag',
  'lead',
  'first_value',
  'last_value',
] as const;

export type FunctionName = (typeof functionNames)[number];
