-- What is known about these flights, counted from the raw files beforehand, and what the warehouse says.
with

flights as (
    select
        fct_flights.carrier,
        dim_plane.tail_number,
        dim_plane.operator,
        dim_plane.plane_key is null as is_lost
    from fct_flights
    left join dim_plane
        on fct_flights.plane_key = dim_plane.plane_key
),

planes as (
    select * from dim_plane
    where tail_number is not null
),

counted as (
    select 1 as position, 'flights' as fact, 336776 as known, (select count(*) from flights) as found
    union all
    select 2, 'flights whose plane key is in no plane', 0, (select count(*) from flights where is_lost)
    union all
    select 3, 'flights on the unknown plane', 2512, (select count(*) from flights where tail_number is null and not is_lost)
    union all
    select 4, 'flights by a plane''s operator of that moment', 334264, (select count(*) from flights where operator = carrier)
    union all
    select 5, 'planes', 4043, (select count(distinct tail_number) from planes)
    union all
    select 6, 'versions of planes', 4060, (select count(*) from planes)
    union all
    select 7, 'planes without a current version, or with several', 0, (
        select count(*)
        from (
            select tail_number
            from planes
            group by tail_number
            having count(*) filter (where is_current) <> 1
        )
    )
)

select
    fact,
    known,
    found,
    case when known = found then 'true' else 'WRONG' end as verdict
from counted
order by position
