/** The persons whose history is kept: the same rows for every contender, a function of key and revision. */

export const keys = 1_000_000;

/** The columns that make a version. */
export const tracked = ['city', 'segment', 'balance'];

/**
 * The query for the states numbered from `from` up to and without `to` of one key in `oneIn`.
 *
 * @typedef {(wanted: {from: number, to: number, oneIn: number}) => string} States
 */

/** @type {States} */
export const deliveries = ({ from, to, oneIn }) => `
select
    id as person_id,
    'Person ' || id as name,
    'person' || id || '@example.org' as email,
    'City ' || hash(id, revision) % 500 as city,
    'Segment ' || (id + revision) % 26 as segment,
    cast(hash(revision, id) % 1000000 as decimal(12, 2)) / 100 as balance,
    timestamp '2024-01-01' + to_days(revision::integer) + to_seconds(id % 80000) as changed_at,
    'U' as op
from range(${keys}) as ids(id), range(${from}, ${to}) as revisions(revision)
where id % ${oneIn} = 0`;

/**
 * The whole table when one key in `oneIn` has a state numbered `revision` and the others the one before.
 *
 * @param {{revision: number, oneIn: number}} wanted
 * @param {States} states
 */
export const wholeTable = ({ revision, oneIn }, states) =>
  `${states({ from: revision, to: revision + 1, oneIn })}
union all
select * from (${states({ from: revision - 1, to: revision, oneIn: 1 })}) where person_id % ${oneIn} <> 0`;

/** The statements that put these rows where the contenders read. @param {string} rows */
export const rawTable = (rows) => `
create schema if not exists raw;
create or replace table raw.person as ${rows}`;

/** When the states numbered `revision` are loaded: after the last of them. @param {number} revision */
export const loadTime = (revision) =>
  new Date(Date.UTC(2024, 0, 2 + revision)).toISOString().slice(0, 19).replace('T', ' ');
