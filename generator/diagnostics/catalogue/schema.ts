import { entry } from './entry.js';

/** DG2xx: the words of the language and their values, one document at a time. */
export const schemaEntries = {
  DG201: entry<{ key: string; where: string }>({
    title: 'Unknown key',
    severity: 'error',
    message: ({ key, where }) => `unknown key "${key}" in ${where}`,
    meaning:
      'The blueprint language has no such key at this place. Unknown keys are never ignored: a misspelt key would silently mean its default.',
    wrong: 'dimension: customer\nnatural_keys: [customer_id]',
    right: 'dimension: customer\nnatural_key: [customer_id]',
    fix: 'Correct the spelling or the indentation. `dbtgen schema` prints all keys for your editor.',
  }),
  DG202: entry<{ key: string; where: string }>({
    title: 'Missing key',
    severity: 'error',
    message: ({ key, where }) => `"${key}" is missing in ${where}`,
    meaning: 'The key has no default, because only the author can know its value.',
    wrong: 'dimension: customer\nfrom: shop.customers\nattributes: [segment]',
    right:
      'dimension: customer\ndescription: Customers\nfrom: shop.customers\nnatural_key: [customer_id]\nattributes: [segment]',
    fix: 'Add the key.',
  }),
  DG203: entry<{ subject: string; expected: string; found: string }>({
    title: 'Wrong type of value',
    severity: 'error',
    message: ({ subject, expected, found }) => `${subject}: expected ${expected}, found ${found}`,
    meaning:
      'The value is of another type than the key takes: a text where a list belongs, a number where a text belongs. There is one way to write each thing, so a single name is not taken for a list of one.',
    wrong: 'natural_key: customer_id',
    right: 'natural_key: [customer_id]',
    fix: 'Write the value as shown; a number or a truth value that is meant as text goes into quotes.',
  }),
  DG204: entry<{ value: string; subject: string }>({
    title: 'Not one of the choices',
    severity: 'error',
    message: ({ value, subject }) => `"${value}" is not one of the choices for ${subject}`,
    meaning: 'The key takes one of a few words, and this is none of them.',
    wrong: 'shape: snapshots',
    right: 'shape: snapshot',
    fix: 'Use one of the words listed behind "expected".',
  }),
  DG205: entry<{ text: string; problem: string }>({
    title: 'Not a type',
    severity: 'error',
    message: ({ text, problem }) => `type "${text}" ${problem}`,
    meaning:
      'Types are those of the blueprint language, spelled by each dialect in its own way: string, string(n), text, integer, bigint, decimal(p,s) with p up to 38, float, boolean, date, timestamp (UTC), timestamp_tz, time, json, binary, uuid.',
    wrong: 'columns:\n  - {name: amount, type: numeric}',
    right: 'columns:\n  - {name: amount, type: "decimal(12,2)"}',
    fix: 'Use a type of the language. In a flow mapping {…} a type with a comma needs quotes.',
  }),
  DG206: entry<{ text: string }>({
    title: 'Not a date',
    severity: 'error',
    message: ({ text }) => `"${text}" is not a date that exists`,
    meaning: 'Dates are written as in ISO 8601 and must be days of the calendar: 2024-02-30 is none.',
    wrong: 'end: 2024-02-30',
    right: 'end: 2024-02-29',
    fix: 'Write year, month and day with four, two and two digits.',
  }),
  DG207: entry<{ subject: string; value: string }>({
    title: 'Value out of range',
    severity: 'error',
    message: ({ subject, value }) => `${subject} cannot be ${value}`,
    meaning:
      'The value has the right type, but not a size or form that makes sense here: a share above 1, an empty list where something has to be, a pattern without its hole.',
    wrong: 'absence: {max_ratio: 50}',
    right: 'absence: {max_ratio: 0.5}',
    fix: 'Use a value as described behind "expected".',
  }),
  DG208: entry<{ text: string }>({
    title: 'Not a span of time',
    severity: 'error',
    message: ({ text }) => `"${text}" is not a span of time`,
    meaning: 'Spans are a whole number and a unit that dbt knows: minutes, hours or days.',
    wrong: 'freshness: {warn_after: 12h}',
    right: 'freshness: {warn_after: 12 hours}',
    fix: 'Write a number, a blank and minutes, hours or days.',
  }),
  DG209: entry<{ text: string }>({
    title: 'Unknown time zone',
    severity: 'error',
    message: ({ text }) => `"${text}" is not a time zone`,
    meaning:
      'Time zones are names of the IANA database, because only they know daylight saving. Abbreviations such as CET and offsets such as +02:00 do not.',
    wrong: 'dimensions:\n  - {dimension: date, on: ordered_at, time_zone: Berlin}',
    right: 'dimensions:\n  - {dimension: date, on: ordered_at, time_zone: Europe/Berlin}',
    fix: 'Use a name such as Europe/Berlin, America/New_York or UTC.',
  }),
  DG210: entry<{ keys: string; where: string }>({
    title: 'One of several keys is needed',
    severity: 'error',
    message: ({ keys, where }) => `${where} needs one of ${keys}`,
    meaning: 'There are several ways to say where the rows come from, and one of them has to be chosen.',
    wrong: 'intermediate: all_orders\ndescription: Orders of web and stores\nkey: [order_id]',
    right:
      'intermediate: all_orders\ndescription: Orders of web and stores\nkey: [order_id]\nunion: [shop.web_orders, shop.store_orders]',
    fix: 'Add one of the keys.',
  }),
  DG211: entry<{ key: string; other: string }>({
    title: 'Keys exclude each other',
    severity: 'error',
    message: ({ key, other }) => `"${key}" and "${other}" exclude each other`,
    meaning: 'Both keys answer the same question, and only one answer can hold.',
    wrong: 'intermediate: all_orders\nfrom: shop.orders\nunion: [shop.web_orders, shop.store_orders]',
    right: 'intermediate: all_orders\nunion: [shop.web_orders, shop.store_orders]',
    fix: 'Remove one of the two.',
  }),
  DG212: entry<{ key: string; reason: string }>({
    title: 'Key is needed here',
    severity: 'error',
    message: ({ key, reason }) => `"${key}" is missing: ${reason}`,
    meaning: 'Whether the key is needed depends on another one, such as the type of a fact. Here it is.',
    wrong: 'fact: order_lines\ntype: transaction\nfrom: shop.order_lines',
    right: 'fact: order_lines\ntype: transaction\nfrom: shop.order_lines\nevent_time: ordered_at',
    fix: 'Add the key, or change the one that asks for it.',
  }),
  DG213: entry<{ key: string; reason: string }>({
    title: 'Key does not belong here',
    severity: 'error',
    message: ({ key, reason }) => `"${key}" does not belong here: ${reason}`,
    meaning:
      'The key exists, but another key says that it can have no effect here. It is refused rather than ignored.',
    wrong: 'fact: orders\ntype: transaction\nperiod: month',
    right: 'fact: orders\ntype: periodic_snapshot\nperiod: month',
    fix: 'Remove the key, or change the one that rules it out.',
  }),
  DG214: entry<{ item: string; subject: string }>({
    title: 'Named twice',
    severity: 'error',
    message: ({ item, subject }) => `"${item}" stands twice in ${subject}`,
    meaning: 'Each thing of such a list counts once; the second is most often a slip for another name.',
    wrong: 'natural_key: [order_id, order_id]',
    right: 'natural_key: [order_id, line_number]',
    fix: 'Remove or correct the second.',
  }),
  DG220: entry<{ words: string }>({
    title: 'Not supported yet',
    severity: 'error',
    message: ({ words }) => `not supported yet: ${words}`,
    meaning:
      'The key belongs to the blueprint language, but this version of dbtgen cannot build it. It is refused rather than ignored, so that what is built is what is written.',
    fix: 'Leave it out, or wait for a version that knows it (CHANGELOG.md).',
  }),
} as const;
