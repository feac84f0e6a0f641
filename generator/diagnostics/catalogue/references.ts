import { entry } from './entry.js';

/** DG574 to DG579: references of dimensions to others. */
export const referenceEntries = {
  DG574: entry<{ cycle: string }>({
    title: 'Circle of references',
    severity: 'error',
    message: ({ cycle }) => `these dimensions refer to each other in a circle: ${cycle}`,
    meaning:
      'The model of a dimension reads the models of those that it refers to. One that refers to itself, directly or through others, could never be built first.',
    wrong:
      'dimension: employee\nreferences: [{dimension: employee, on: {manager_id: employee_id}, role: manager}]',
    right: 'dimension: employee\nattributes: [manager_id]',
    fix: 'Take one of the references out. Keep the natural key of the other as an attribute instead: it joins to the current rows.',
  }),
  DG575: entry<{ dimension: string }>({
    title: 'References of rows that stay',
    severity: 'error',
    message: ({ dimension }) =>
      `a row of "${dimension}" stays when its source no longer has it, and nobody knows then what it refers to`,
    meaning:
      'Grouped or distinct rows have no history. With `deletes: ignore` a row that is gone stays as it was, so its key could go on pointing to what is current no longer.',
    wrong:
      'from: customer_totals      # an intermediate with group_by\nhistory: {deletes: ignore}\nreferences: [{dimension: region}]',
    right: 'from: customer_totals\nhistory: {deletes: close}\nreferences: [{dimension: region}]',
    fix: 'Use `deletes: close`.',
  }),
  DG576: entry<{ target: string; kind: string }>({
    title: 'Nothing to follow',
    severity: 'error',
    message: ({ target, kind }) => `${kind} "${target}" has no versions to follow`,
    meaning:
      'With `follow: version` a row keeps the key of the version that was valid then. A calendar, and a dimension without an attribute of scd 2 or 6, have one row per key.',
    wrong: 'dimension: customer\nreferences: [{dimension: date, on: signed_up_on, follow: version}]',
    right: 'dimension: customer\nreferences: [{dimension: date, on: signed_up_on, follow: current}]',
    fix: 'Use `follow: current`, or give the other dimension versions.',
  }),
  DG577: entry<{ dimension: string }>({
    title: 'No versions that could follow',
    severity: 'error',
    message: ({ dimension }) =>
      `"${dimension}" has one row per key, which can't keep the keys of several versions`,
    meaning:
      'With `follow: version` a new version of what a row refers to opens a version of the row. A dimension without an attribute of scd 2 or 6 has no versions to open.',
    wrong:
      'dimension: customer\nattributes: [{name: segment, scd: 1}]\nreferences: [{dimension: account_manager, follow: version}]',
    right:
      'dimension: customer\nhistory: {versions: existence}\nattributes: [{name: segment, scd: 1}]\nreferences: [{dimension: account_manager, follow: version}]',
    fix: 'Use `follow: current`, or give this dimension versions: an attribute of scd 2, or `versions: existence`.',
  }),
  DG578: entry<{ dimension: string }>({
    title: 'Late events and versions of others',
    severity: 'error',
    message: ({ dimension }) =>
      `"${dimension}" sets late events aside by its newest versions, and what it refers to opens versions too`,
    meaning:
      "With `late: reject` an event is late when it is older than its key's newest version. A version that another dimension's change opened came with no load of this one, so it says nothing about which events are late.",
    wrong: 'history: {late: reject}\nreferences: [{dimension: account_manager, follow: version}]',
    right: 'history: {late: exact}\nreferences: [{dimension: account_manager, follow: version}]',
    fix: 'Use `late: exact`, or `follow: current`.',
  }),
  DG579: entry<{ follow: string }>({
    title: 'Two ways to pick a version',
    severity: 'error',
    message: ({ follow }) => `as_of picks one version for good, and follow: ${follow} another one`,
    meaning:
      'Without `as_of` a reference follows what it refers to: the current version, or that of each time. With it, the row itself says of which instant the version is.',
    wrong: '- {dimension: account_manager, as_of: signed_up_at, follow: current}',
    right: '- {dimension: account_manager, as_of: signed_up_at}',
    fix: 'Leave out one of the two.',
  }),
} as const;
