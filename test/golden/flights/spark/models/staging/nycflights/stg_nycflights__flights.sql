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
        cast(replace(time_hour, 'Z', '') as timestamp_ntz) as time_hour,
        cast(minute as int) as minute,
        carrier,
        cast(flight as int) as flight,
        origin,

        ---------- strings
        dest as destination,
        tailnum as tail_number,

        ---------- numerics
        cast(dep_delay as int) as departure_delay,
        cast(arr_delay as int) as arrival_delay,
        cast(air_time as int) as air_time,
        cast(distance as int) as distance,

        ---------- timestamps
        timestampadd(
            minute,
            cast(minute as int),
            cast(replace(time_hour, 'Z', '') as timestamp_ntz)
        ) as scheduled_departure_at
    from null_texts_read
)

select * from renamed
