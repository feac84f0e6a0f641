with

source as (
    select * from {{ source('nycflights', 'flights') }}
),

null_texts_read as (
    select
        nullif(cast(time_hour as varchar(65535)), 'NA') as time_hour,
        nullif(cast(minute as varchar(65535)), 'NA') as minute,
        nullif(cast(carrier as varchar(65535)), 'NA') as carrier,
        nullif(cast(flight as varchar(65535)), 'NA') as flight,
        nullif(cast(origin as varchar(65535)), 'NA') as origin,
        nullif(cast(dest as varchar(65535)), 'NA') as dest,
        nullif(cast(tailnum as varchar(65535)), 'NA') as tailnum,
        nullif(cast(dep_delay as varchar(65535)), 'NA') as dep_delay,
        nullif(cast(arr_delay as varchar(65535)), 'NA') as arr_delay,
        nullif(cast(air_time as varchar(65535)), 'NA') as air_time,
        nullif(cast(distance as varchar(65535)), 'NA') as distance
    from source
),

renamed as (
    select
        ---------- ids
        cast(replace(time_hour, 'Z', '') as timestamp) as time_hour,
        cast(minute as integer) as minute,
        cast(carrier as varchar(8)) as carrier,
        cast(flight as integer) as flight,
        cast(origin as varchar(12)) as origin,

        ---------- strings
        cast(dest as varchar(12)) as destination,
        cast(tailnum as varchar(24)) as tail_number,

        ---------- numerics
        cast(dep_delay as integer) as departure_delay,
        cast(arr_delay as integer) as arrival_delay,
        cast(air_time as integer) as air_time,
        cast(distance as integer) as distance,

        ---------- timestamps
        dateadd(
            'minute',
            cast(minute as integer),
            cast(replace(time_hour, 'Z', '') as timestamp)
        ) as scheduled_departure_at
    from null_texts_read
)

select * from renamed
