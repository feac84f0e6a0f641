import { entry } from './entry.js';

/** DG570 to DG573: members that facts and dimensions infer. */
export const inferenceEntries = {
  DG570: entry<{ dimension: string; reason: string }>({
    title: 'Members that can not be inferred',
    severity: 'error',
    message: ({ dimension, reason }) => `no member of "${dimension}" can be inferred: ${reason}`,
    meaning:
      'An inferred member is a row with a natural key and nothing else, which its source fills in later. That works where a natural key alone makes a row.',
    wrong: '- {dimension: date, on: ordered_at, missing: inferred}',
    right: '- {dimension: date, on: ordered_at}',
    fix: 'Use `missing: unknown` or `missing: error`.',
  }),
  DG571: entry<{ column: string; type: string; natural: string; naturalType: string }>({
    title: 'Key that may not fit',
    severity: 'error',
    message: ({ column, type, natural, naturalType }) =>
      `"${column}" (${type}) may hold what "${natural}" (${naturalType}) can't, so no member can be inferred from it`,
    meaning:
      'The inferred member gets the value as its natural key. A value that is cut off, rounded or too large would be another key, and the row that names it would not find its member.',
    wrong: '- {name: customer_id, type: bigint}      # in the orders; in the customers it is an integer',
    right: '- {name: customer_id, type: integer}',
    fix: 'Give both columns the same type in the sources.',
  }),
  DG572: entry<{ dimension: string }>({
    title: 'First version of an inferred member',
    severity: 'error',
    message: ({ dimension }) =>
      `members of "${dimension}" may be inferred, so its first versions can't start at their first event`,
    meaning:
      'The key of a version is made of its start. An inferred member keeps its key when the source tells of it, whatever start the source gives, so first versions are open to the past.',
    wrong:
      'history: {first_version: at_event}\n---\ndimensions: [{dimension: customer, missing: inferred}]      # in a fact',
    right: 'history: {first_version: open_past}      # or nothing',
    fix: 'Remove `first_version`.',
  }),
  DG573: entry<{ dimension: string }>({
    title: 'Inferred members beside rows that stay',
    severity: 'error',
    message: ({ dimension }) =>
      `members of "${dimension}" may be inferred, so a row can't stay that its source no longer has`,
    meaning:
      'Grouped or distinct rows have no deletes: a row that is gone is just not there. With `deletes: ignore` the table would keep it, and the rows that refer to it would infer a member of the same key in its place.',
    wrong: 'from: customer_totals      # an intermediate with group_by\nhistory: {deletes: ignore}',
    right: 'from: customer_totals\nhistory: {deletes: close}',
    fix: 'Use `deletes: close`, or `missing: unknown` in the lookups.',
  }),
} as const;
