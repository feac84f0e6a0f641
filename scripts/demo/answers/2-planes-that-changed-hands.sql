-- The planes that changed their operator in 2013, read off their versions.
with

changes as (
    select
        tail_number,
        operator,
        lead(operator) over versions as next_operator,
        lead(valid_from) over versions as changed_at
    from dim_plane
    window versions as (partition by tail_number order by valid_from)
)

select
    changes.tail_number as plane,
    before.name as "from",
    after.name as "to",
    strftime(changes.changed_at, '%Y-%m-%d %H:%M') as "first flight there, UTC"
from changes
inner join dim_airline as before
    on changes.operator = before.carrier
inner join dim_airline as after
    on changes.next_operator = after.carrier
order by changes.changed_at, plane
