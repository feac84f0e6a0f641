with

moves as (
    select * from {{ ref('int_shop__moves_events') }}
),

loads as (
    select * from {{ ref('int_flat_loads') }}
),

late_events as (
    select
        moves.building,
        moves.flat,
        moves.tenant,
        moves.moved_on,
        moves.arrived_at,
        moves._event_at,
        moves._loaded_at,
        cast('older than the newest version of its key' as string) as _reason,
        loads._newest_from
    from moves
    inner join loads
        on moves.building = loads.building
        and moves.flat = loads.flat
        and moves._loaded_at = loads._loaded_at
    where moves._event_at < loads._newest_from
)

select * from late_events
