import { entry } from './entry.js';

/** DG58x: joins in time. */
export const temporalJoinEntries = {
  DG580: entry<{ rows: string }>({
    title: 'Temporal join of rows without a history',
    severity: 'error',
    message: ({ rows }) =>
      `the rows are ${rows}, so a temporal join would say nothing that a left join does not`,
    meaning:
      'A group, distinct rows and a union are made of the present rows. What was joined to them at an earlier instant is not kept.',
    wrong:
      'joins:\n  - {with: shop.regions, on: {region_id: region_id}, join: temporal}\ngroup_by: [region_id]',
    right: 'joins:\n  - {with: shop.regions, on: {region_id: region_id}}\ngroup_by: [region_id]',
    fix: 'Use `join: left`, or join in time in an intermediate of its own and group in the next.',
  }),
  DG581: entry<{ relation: string }>({
    title: 'Temporal join with present rows',
    severity: 'error',
    message: ({ relation }) =>
      `the rows of "${relation}" are made of the present ones: what they said at an earlier instant is not known`,
    meaning:
      'A temporal join needs the events of both sides. A group, distinct rows, a union, and what is made of them have none.',
    wrong: 'from: shop.customers\njoins:\n  - {with: orders_per_region, join: temporal}      # grouped',
    right: 'from: shop.customers\njoins:\n  - {with: orders_per_region}',
    fix: 'Use `join: left`, or join a table whose events are known.',
  }),
  DG582: entry<{ relation: string }>({
    title: 'Temporal join of rows without an instant',
    severity: 'error',
    message: ({ relation }) =>
      `"${relation}" has neither changed_at nor loaded_at: nothing says when its rows hold`,
    meaning:
      'A temporal join takes the state that the other side had at each instant, so the events of both sides need one.',
    wrong: 'table: regions\nshape: log\nkey: [region_id]',
    right: 'table: regions\nshape: log\nkey: [region_id]\nchanged_at: updated_at',
    fix: 'Name the column that says since when a row holds.',
  }),
  DG583: entry<{ column: string; relation: string }>({
    title: 'Temporal join by a present value',
    severity: 'error',
    message: ({ column, relation }) =>
      `"${column}" comes from the plainly joined "${relation}", so which row it pointed to at an earlier instant is not known`,
    meaning:
      'A plain join gives the present state of the other side. A join in time by one of its columns would show what the present partner said long ago.',
    wrong:
      'joins:\n  - {with: shop.stores}\n  - {with: shop.regions, on: {stores.region_id: region_id}, join: temporal}',
    right:
      'joins:\n  - {with: shop.stores, join: temporal}\n  - {with: shop.regions, on: {stores.region_id: region_id}, join: temporal}',
    fix: 'Join the table of that column in time, too.',
  }),
  DG584: entry<{ key: string; relation: string }>({
    title: 'Temporal join under another key',
    severity: 'error',
    message: ({ key, relation }) =>
      `rows that are joined in time are told apart by the key of "${relation}", not by ${key}`,
    meaning:
      'Each row of `from` has a history of its own, and what is joined to it becomes a part of that history. Under another key the histories of several rows would be mixed.',
    wrong: 'from: shop.customers           # key: [customer_id]\nkey: [region_id]',
    right: 'from: shop.customers\nkey: [customer_id]',
    fix: 'Make the key of `from` the key of the intermediate.',
  }),
  DG585: entry<{ relation: string }>({
    title: 'Deletes ignored over a temporal join',
    severity: 'error',
    message: ({ relation }) => `over the temporal join of "${relation}" deletes can't be ignored`,
    meaning:
      'While a row is deleted nothing is joined to it. With `deletes: ignore` it would go on, without the changes that the other side had since then.',
    wrong:
      'dimension: customer\nfrom: customers_with_regions    # a temporal join\nhistory: {deletes: ignore}',
    right: 'dimension: customer\nfrom: customers_with_regions\nhistory: {deletes: flag}',
    fix: 'Use `deletes: flag`, which keeps the row and says that it was deleted, or `deletes: close`.',
  }),
} as const;
