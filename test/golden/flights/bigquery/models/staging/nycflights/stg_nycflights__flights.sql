with

source as (
    select * from {{ source('nycflights', 'flights') }}
),

null_texts_read as (
    select
        nullif(cast(time_hour as string), 'NA') as time_hour,
        nullif(cast(minute as string), 'NA') as minute,
        nullif(cast(carrier as string), 'NA') as carrier,
        nullif(cast(flight as string), 'NA') as flight,
        nullif(cast(origin as string), 'NA') as origin,
        nullif(cast(dest as string), 'NA') as dest,
        nullif(cast(tailnum as string), 'NA') as tailnum,
        nullif(cast(dep_delay as string), 'NA') as dep_delay,
        nullif(cast(arr_delay as string), 'NA') as arr_delay,
        nullif(cast(air_time as string), 'NA') as air_time,
        nullif(cast(distance as string), 'NA') as distance
    from source
),

renamed as (
    select
        ---------- ids
        cast(replace(time_hour, 'Z', '') as datetime) as time_hour,
        cast(minute as int64) as minute,
        carrier,
        cast(flight as int64) as flight,
        origin,

        ---------- strings
        dest as destination,
        tailnum as tail_number,

        ---------- numerics
        cast(dep_delay as int64) as departure_delay,
        cast(arr_delay as int64) as arrival_delay,
        cast(air_time as int64) as air_time,
        cast(distance as int64) as distance,

        ---------- timestamps
        datetime_add(
            cast(replace(time_hour, 'Z', '') as datetime),
            interval cast(minute as int64) minute
        ) as scheduled_departure_at
    from null_texts_read
)

select * from renamed
