import { entry } from './entry.js';

/** DG560 to DG563: what events can't be set aside for being late. */
export const lateEntries = {
  DG560: entry<{ table: string }>({
    title: 'Late truncates',
    severity: 'error',
    message: ({ table }) => `late: reject is not possible over "${table}": its rows can be truncates`,
    meaning:
      'A truncate ends every key that has an earlier event. It would be late for some keys and in time for others, and it can be set aside only as a whole.',
    wrong:
      '# operation: {column: op, delete: [D], truncate: [T]}\nfrom: shop.customers\nhistory: {late: reject}',
    right: 'from: shop.customers\nhistory: {late: exact}',
    fix: 'Remove `late`, or `truncate` where the source never sends one.',
  }),
  DG561: entry<{ table: string }>({
    title: 'Late periods',
    severity: 'error',
    message: ({ table }) => `late: reject is not possible over "${table}": its rows state periods`,
    meaning:
      'A row that says when a period ended begins where the period began, which is before the versions that came after it. Nearly every such row would be set aside.',
    wrong: '# valid: {from: starts_on, to: ends_on}\nfrom: shop.prices\nhistory: {late: reject}',
    right: 'from: shop.prices\nhistory: {late: exact}',
    fix: 'Remove `late`: what a source says of a period replaces what it said before.',
  }),
  DG562: entry<{ relation: string; table: string }>({
    title: 'Late events of an intermediate over a log',
    severity: 'error',
    message: ({ relation, table }) =>
      `late: reject is not possible over "${relation}": which load brought a row of the log "${table}" is not kept`,
    meaning:
      'An event is late if an earlier load brought a newer version. A log does not say which rows a load found, so its events are kept for a dimension that reads it. An intermediate reads the log itself.',
    wrong: 'from: rated_visits      # an intermediate over a log\nhistory: {late: reject}',
    right: 'from: shop.visits       # the log\nhistory: {late: reject}',
    fix: 'Read the log, with `expression` where an attribute is computed, or remove `late`.',
  }),
  DG563: entry<{ relation: string }>({
    title: 'Late events of a temporal join',
    severity: 'error',
    message: ({ relation }) =>
      `late: reject is not possible over "${relation}": it is joined in time, and each of its tables has late events of its own`,
    meaning:
      'A row of a temporal join says what several tables said at an instant. A late event of one of them would be set aside for some rows and count for others, and no load brought the row itself.',
    wrong:
      'from: customers_with_regions      # joins: [{with: shop.regions, join: temporal}]\nhistory: {late: reject}',
    right: 'from: customers_with_regions\nhistory: {late: exact}',
    fix: 'Remove `late`, or read the table alone.',
  }),
} as const;
