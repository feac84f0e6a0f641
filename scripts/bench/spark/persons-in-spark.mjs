import { keys } from '../history/people.mjs';

/** The persons of the other bench in Spark's SQL. @type {import('../history/people.mjs').States} */
export const deliveriesInSpark = ({ from, to, oneIn }) => `
select
    id as person_id,
    concat('Person ', id) as name,
    concat('person', id, '@example.org') as email,
    concat('City ', pmod(xxhash64(id, revision), 500)) as city,
    concat('Segment ', (id + revision) % 26) as segment,
    cast(pmod(xxhash64(revision, id), 1000000) / 100 as decimal(12, 2)) as balance,
    cast(
        timestamp '2024-01-01 00:00:00' + make_dt_interval(revision, 0, 0, id % 80000) as timestamp_ntz
    ) as changed_at,
    'U' as op
from range(${keys}) cross join (select explode(sequence(${from}, ${to - 1})) as revision)
where id % ${oneIn} = 0`;
