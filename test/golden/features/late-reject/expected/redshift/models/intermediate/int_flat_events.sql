with

moves as (
    select * from {{ ref('int_shop__moves_events') }}
),

loads as (
    select * from {{ ref('int_flat_loads') }}
),

timely_events as (
    select moves.*
    from moves
    inner join loads
        on moves.building = loads.building
        and moves.flat = loads.flat
        and moves._loaded_at = loads._loaded_at
    where
        loads._newest_from is null
        or moves._event_at >= loads._newest_from
)

select * from timely_events
