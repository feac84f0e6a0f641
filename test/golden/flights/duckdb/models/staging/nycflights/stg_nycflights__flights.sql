with

source as (
    select * from {{ source('nycflights', 'flights') }}
),

null_texts_read as (
    select
        nullif(cast(time_hour as varchar), 'NA') as time_hour,
        nullif(cast(minute as varchar), 'NA') as minute,
        nullif(cast(carrier as varchar), 'NA') as carrier,
        nullif(cast(flight as varchar), 'NA') as flight,
        nullif(cast(origin as varchar), 'NA') as origin,
        nullif(cast(dest as varchar), 'NA') as dest,
        nullif(cast(tailnum as varchar), 'NA') as tailnum,
        nullif(cast(dep_delay as varchar), 'NA') as dep_delay,
        nullif(cast(arr_delay as varchar), 'NA') as arr_delay,
        nullif(cast(air_time as varchar), 'NA') as air_time,
        nullif(cast(distance as varchar), 'NA') as distance
    from source
),

renamed as (
    select
        ---------- ids
        cast(replace(time_hour, 'Z', '') as timestamp) as time_hour,
        cast(minute as integer) as minute,
        carrier,
        cast(flight as integer) as flight,
        origin,

        ---------- strings
        dest as destination,
        tailnum as tail_number,

        ---------- numerics
        cast(dep_delay as integer) as departure_delay,
        cast(arr_delay as integer) as arrival_delay,
        cast(air_time as integer) as air_time,
        cast(distance as integer) as distance,

        ---------- timestamps
        date_add(
            cast(replace(time_hour, 'Z', '') as timestamp),
            interval (cast(minute as integer)) minute
        ) as scheduled_departure_at
    from null_texts_read
)

select * from renamed
