-- The ten busiest routes, with the mean arrival delay in minutes. The airport dimension plays two roles:
-- where a flight starts and where it ends.
select
    starts.name as "from",
    ends.name as "to",
    count(*) as flights,
    count(distinct fct_flights.carrier) as airlines,
    round(avg(fct_flights.arrival_delay), 1) as delay
from fct_flights
inner join dim_airport as starts
    on fct_flights.origin_airport_key = starts.airport_key
inner join dim_airport as ends
    on fct_flights.destination_airport_key = ends.airport_key
group by starts.name, ends.name
order by flights desc
limit 10
