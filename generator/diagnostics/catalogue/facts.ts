import { entry, type None } from './entry.js';

/** DG53x to DG56x: facts, calendars and what a warehouse can't do. */
export const factEntries = {
  DG530: entry<{ dimension: string; naturalKey: string; given: string }>({
    title: 'Lookup not on the natural key',
    severity: 'error',
    message: ({ dimension, naturalKey, given }) =>
      `"${dimension}" is looked up by ${given}, its natural key is ${naturalKey}`,
    meaning:
      'A lookup has to find one row (or one version at an instant). Only the whole natural key does that.',
    wrong: '- {dimension: customer, on: {email: email}}',
    right: '- {dimension: customer, on: {buyer_id: customer_id}}',
    fix: 'Give {column here: natural key column there} for each column of the natural key.',
  }),
  DG531: entry<{ dimension: string; column: string; relation: string }>({
    title: 'Lookup needs `on`',
    severity: 'error',
    message: ({ dimension, column, relation }) =>
      `the natural key of "${dimension}" holds "${column}", which "${relation}" does not have`,
    meaning: '`on` may be left out only where the columns have the same names here and in the dimension.',
    wrong: '- {dimension: customer}      # the column here is buyer_id',
    right: '- {dimension: customer, on: {buyer_id: customer_id}}',
    fix: 'Add `on: {column here: natural key column there}`.',
  }),
  DG532: entry<{ calendar: string }>({
    title: 'Lookup of a calendar',
    severity: 'error',
    message: ({ calendar }) => `the calendar "${calendar}" is looked up with on: <column>`,
    meaning: 'A calendar has no natural key of its own: one date or timestamp column picks the day.',
    wrong: '- {dimension: date, on: {ordered_at: date_day}}',
    right: '- {dimension: date, on: ordered_at}',
    fix: 'Name the one column.',
  }),
  DG533: entry<{ dimension: string }>({
    title: "Calendar's way to look up",
    severity: 'error',
    message: ({ dimension }) =>
      `"${dimension}" is no calendar and is looked up with on: {column here: natural key column there}`,
    meaning: 'Only a calendar takes a single column behind `on`.',
    wrong: '- {dimension: customer, on: buyer_id}',
    right: '- {dimension: customer, on: {buyer_id: customer_id}}',
    fix: 'Write the pair.',
  }),
  DG534: entry<{ column: string; type: string; reason: string }>({
    title: 'Time zone without effect',
    severity: 'error',
    message: ({ column, type, reason }) => `time_zone has no effect on "${column}" (${type}): ${reason}`,
    meaning:
      'A time zone says which local day a UTC timestamp falls on. A date is a day already, and a dimension that is no calendar has no days.',
    wrong: '- {dimension: date, on: order_day, time_zone: Europe/Berlin}      # a date',
    right: '- {dimension: date, on: order_day}',
    fix: 'Remove `time_zone`.',
  }),
  DG535: entry<{ dimension: string }>({
    title: 'Instant without versions',
    severity: 'error',
    message: ({ dimension }) => `"${dimension}" keeps no versions, so as_of has no effect`,
    meaning: '`as_of` picks the version that was valid then. The dimension has one row per key.',
    wrong: '- {dimension: product, as_of: ordered_at}      # product has only scd 1',
    right: '- {dimension: product}',
    fix: 'Remove `as_of`, or track an attribute of the dimension with `scd: 2`.',
  }),
  DG536: entry<{ grain: string; key: string; relation: string }>({
    title: "Grain is not the rows' key",
    severity: 'error',
    message: ({ grain, key, relation }) =>
      `the grain ${grain} does not tell the rows of "${relation}" apart, its key is ${key}`,
    meaning:
      'A fact has one row per row of `from`. Where the grain leaves out a part of the key, several rows would become one, and all but one would be lost.',
    wrong:
      'from: shop.order_lines      # key: [order_id, line_number]\ngrain: {statement: One row per order, key: [order_id]}',
    right: 'from: shop.order_lines\ngrain: {statement: One row per order line, key: [order_id, line_number]}',
    fix: 'Name the whole key, or group to the grain in an intermediate.',
  }),
  DG537: entry<None>({
    title: 'Measures of a factless fact',
    severity: 'error',
    message: () => 'a factless fact has no measures',
    meaning:
      'A factless fact says that something happened; its rows are counted. With measures it is a transaction fact.',
    wrong: 'fact: attendance\ntype: factless\nmeasures:\n  - {name: hours, additivity: additive}',
    right: 'fact: attendance\ntype: transaction\nmeasures:\n  - {name: hours, additivity: additive}',
    fix: 'Use `type: transaction`, or remove the measures.',
  }),
  DG538: entry<{ measure: string; problem: string }>({
    title: 'Additivity is incomplete',
    severity: 'error',
    message: ({ measure, problem }) => `measure "${measure}" ${problem}`,
    meaning:
      'A semi-additive measure, such as a balance, may be summed over everything but one dimension, and that has to be named. Other measures have none.',
    wrong: '- {name: balance, additivity: semi_additive}',
    right: '- {name: balance, additivity: semi_additive, over: date}',
    fix: 'Add or remove `over`.',
  }),
  DG539: entry<{ strategy: string; setting: string }>({
    title: 'Load settings contradict each other',
    severity: 'error',
    message: ({ strategy, setting }) => `with strategy ${strategy} "${setting}" is not possible`,
    meaning:
      'Appended rows are never touched again, so nothing can be removed, flagged or given another key. A table that is made anew in each run (full) finds the key of each row anew.',
    wrong: 'load: {strategy: append, deletes: remove}',
    right: 'load: {strategy: append, deletes: ignore, rekey: false}',
    fix: 'Change the strategy, or the setting.',
  }),
  DG540: entry<{ start: string; end: string }>({
    title: 'Calendar ends before it starts',
    severity: 'error',
    message: ({ start, end }) => `the calendar ends at ${end}, before it starts at ${start}`,
    meaning: 'It would hold no day, and every lookup would take the unknown member.',
    wrong: 'start: 2035-01-01\nend: 2015-12-31',
    right: 'start: 2015-01-01\nend: 2035-12-31',
    fix: 'Exchange the two.',
  }),
  DG541: entry<{ days: number; limit: number }>({
    title: 'Calendar too long',
    severity: 'error',
    message: ({ days, limit }) => `the calendar has ${days} days, at most ${limit} are possible`,
    meaning:
      'Some warehouses limit how many rows they generate at once. A date beyond a calendar\'s range takes the unknown member; an "end of time" such as 9999-12-31 needs no day of its own.',
    fix: 'Choose a nearer start or end.',
  }),
  DG550: entry<{ note: string }>({
    title: 'Not possible on this warehouse',
    severity: 'info',
    message: ({ note }) => note,
    meaning:
      'The blueprint asks for something that the warehouse does not have, such as a distribution key outside of Redshift. The tables are right without it, so it is left out and said here.',
    fix: 'Nothing has to be done. Remove the key if no other dialect needs it.',
  }),
  DG551: entry<{ column: string }>({
    title: 'Hours of a date',
    severity: 'error',
    message: ({ column }) => `"${column}" is a date and has no hours to partition by`,
    meaning:
      'A partition holds an hour, a day, a month or a year of the column; a date knows nothing smaller than days.',
    wrong: 'partition_by: {column: ordered_on, granularity: hour}      # a date',
    right: 'partition_by: {column: ordered_on, granularity: day}',
    fix: 'Choose a coarser granularity, or a timestamp.',
  }),
  DG552: entry<{ key: string; dialect: string }>({
    title: 'Config that dbtgen decides',
    severity: 'error',
    message: ({ key, dialect }) => `"${key}" is not for the raw config of ${dialect}: dbtgen decides it`,
    meaning:
      'Raw config is about how a table is stored. How rows reach it, which of them are removed, and what stops a run belong together; with one of them changed, history would be lost in silence.',
    wrong: 'physical:\n  snowflake: {incremental_strategy: delete+insert}',
    right: 'load: {strategy: append, deletes: ignore, rekey: false}',
    fix: 'Remove the key. How a fact is loaded is said by `load`, the format of a Spark table by `format`.',
  }),
} as const;
