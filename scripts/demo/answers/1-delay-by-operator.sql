-- Mean arrival delay in minutes, by who operated the plane at that flight and by who operates it today.
-- A warehouse without history could only give the second one; only the operators it gets wrong are listed.
with

flights as (
    select
        at_flight.operator as operator_then,
        today.operator as operator_today,
        fct_flights.arrival_delay
    from fct_flights
    inner join dim_plane as at_flight
        on fct_flights.plane_key = at_flight.plane_key
    inner join dim_plane as today
        on at_flight.tail_number = today.tail_number
        and today.is_current
),

then_delays as (
    select
        operator_then as operator,
        count(*) as flights,
        avg(arrival_delay) as delay
    from flights
    group by operator_then
),

today_delays as (
    select
        operator_today as operator,
        count(*) as flights,
        avg(arrival_delay) as delay
    from flights
    group by operator_today
)

select
    dim_airline.name as operator,
    then_delays.flights as "flights then",
    today_delays.flights as "flights today",
    round(then_delays.delay, 2) as "delay then",
    round(today_delays.delay, 2) as "delay today"
from then_delays
full join today_delays
    on then_delays.operator = today_delays.operator
inner join dim_airline
    on coalesce(then_delays.operator, today_delays.operator) = dim_airline.carrier
where then_delays.flights is distinct from today_delays.flights
    or then_delays.delay is distinct from today_delays.delay
order by abs(coalesce(then_delays.flights, 0) - coalesce(today_delays.flights, 0)) desc, operator
