{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='flights_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    indexes=[{'columns': ['scheduled_departure_at']}, {'columns': ['plane_key']}],
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(
            ref('stg_nycflights__flights'),
            ['time_hour', 'minute', 'carrier', 'flight', 'origin', 'scheduled_departure_at']
        ) }}",
        "{{ stop_on_cut_log(
            ref('stg_nycflights__flights'),
            this,
            ['time_hour', 'minute', 'carrier', 'flight', 'origin']
        ) }}"
    ]
) }}

with

flights as (
    select * from {{ ref('stg_nycflights__flights') }}
),

calendar as (
    select * from {{ ref('dim_date') }}
),

airline as (
    select * from {{ ref('dim_airline') }}
),

plane as (
    select * from {{ ref('dim_plane') }}
),

airport as (
    select * from {{ ref('dim_airport') }}
),

flights_ranked as (
    select
        time_hour,
        minute,
        carrier,
        flight,
        origin,
        destination,
        tail_number,
        departure_delay,
        arrival_delay,
        air_time,
        distance,
        scheduled_departure_at,
        row_number() over (
            partition by time_hour, minute, carrier, flight, origin
            order by
                scheduled_departure_at desc nulls last,
                destination desc nulls last,
                tail_number desc nulls last,
                departure_delay desc nulls last,
                arrival_delay desc nulls last,
                air_time desc nulls last,
                distance desc nulls last
        ) as _recency
    from flights
),

latest_flights as (
    select * from flights_ranked
    where _recency = 1
),

final as (
    select
        md5(
            to_char(latest_flights.time_hour, 'YYYY-MM-DD HH24:MI:SS.US')
            || '|;' || cast(latest_flights.minute as text)
            || '|;' || replace(latest_flights.carrier, '|', '||')
            || '|;' || cast(latest_flights.flight as text)
            || '|;' || replace(latest_flights.origin, '|', '||')
        ) as flights_key,
        coalesce(calendar.date_key, -1) as date_key,
        coalesce(airline.airline_key, '-1') as airline_key,
        coalesce(plane.plane_key, '-1') as plane_key,
        coalesce(origin_airport.airport_key, '-1') as origin_airport_key,
        coalesce(destination_airport.airport_key, '-1') as destination_airport_key,
        latest_flights.time_hour,
        latest_flights.minute,
        latest_flights.carrier,
        latest_flights.flight,
        latest_flights.origin,
        latest_flights.scheduled_departure_at,
        latest_flights.departure_delay,
        latest_flights.arrival_delay,
        latest_flights.air_time,
        latest_flights.distance
    from latest_flights
    left join calendar
        on cast(
            timezone(
                'America/New_York',
                latest_flights.scheduled_departure_at at time zone 'UTC'
            ) as date
        ) = calendar.date_day
    left join airline
        on latest_flights.carrier = airline.carrier
    left join plane
        on latest_flights.tail_number = plane.tail_number
        and latest_flights.scheduled_departure_at >= plane.valid_from
        and (latest_flights.scheduled_departure_at < plane.valid_to or plane.valid_to is null)
    left join airport as origin_airport
        on latest_flights.origin = origin_airport.faa
    left join airport as destination_airport
        on latest_flights.destination = destination_airport.faa
)

{{ changed_rows(
    'final',
    key='flights_key',
    columns=[
        'flights_key',
        'date_key',
        'airline_key',
        'plane_key',
        'origin_airport_key',
        'destination_airport_key',
        'time_hour',
        'minute',
        'carrier',
        'flight',
        'origin',
        'scheduled_departure_at',
        'departure_delay',
        'arrival_delay',
        'air_time',
        'distance'
    ]
) }}
