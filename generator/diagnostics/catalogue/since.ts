import { entry } from './entry.js';

/** DG565 to DG567: attributes that are added to a table with history. */
export const sinceEntries = {
  DG565: entry<{ column: string; reason: string }>({
    title: 'Attribute can not be added to history',
    severity: 'error',
    message: ({ column, reason }) => `since is not possible for "${column}": ${reason}`,
    meaning:
      'An attribute with `since` is added to tables that hold rows already: the dimension, and the kept events of the table that it reads. So the dimension reads a table of a source, and it is known which of its columns the attribute is made of.',
    wrong:
      'from: customers_with_regions      # an intermediate\nattributes:\n  - {name: loyalty, scd: 2, since: null}',
    right: 'from: shop.customers\nattributes:\n  - {name: loyalty, scd: 2, since: null}',
    fix: 'Remove `since`. A dimension whose events are all there can take the attribute by a full refresh of its model.',
  }),
  DG566: entry<{ column: string; since: string; reason: string }>({
    title: 'Nobody knows since when',
    severity: 'error',
    message: ({ column, since, reason }) => `since: ${since} is not possible for "${column}": ${reason}`,
    meaning:
      'Kept events remember whether they were delivered with the column. So a null that was never delivered differs from one that the source said, whenever the table is built. `null` and `carry` need that. A log has no such mark, and neither has a value that is computed of several columns.',
    wrong: '# shape: log\nattributes:\n  - {name: loyalty, scd: 2, since: carry}',
    right: 'attributes:\n  - {name: loyalty, scd: 2, since: replay}',
    fix: 'Say `since: replay`: history shows what the events say, and null where they say nothing. Add a computed column as it is, or compute it in the source.',
  }),
  DG567: entry<{ column: string; since: string }>({
    title: 'Nothing to carry or replay',
    severity: 'error',
    message: ({ column, since }) =>
      `since: ${since} has no effect on "${column}": an attribute of scd 1 shows what was said last`,
    meaning:
      'All rows of a key show the last value of an overwritten attribute. There is no history that could be carried back or replayed.',
    wrong: '- {name: email, scd: 1, since: carry}',
    right: '- {name: email, scd: 1, since: null}',
    fix: 'Say `since: null`, or another scd.',
  }),
} as const;
