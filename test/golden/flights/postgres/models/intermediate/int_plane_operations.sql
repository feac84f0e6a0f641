with

flights as (
    select * from {{ ref('stg_nycflights__flights') }}
),

planes as (
    select * from {{ ref('stg_nycflights__planes') }}
),

joined as (
    select
        flights.time_hour,
        flights.minute,
        flights.carrier,
        flights.flight,
        flights.origin,
        flights.tail_number,
        flights.scheduled_departure_at,
        planes.year_built,
        planes.manufacturer,
        planes.model,
        planes.engines,
        planes.seats
    from flights
    left join planes
        on flights.tail_number = planes.tail_number
    where flights.tail_number is not null
)

select * from joined
