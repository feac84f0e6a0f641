with

source as (
    select * from {{ source('nycflights', 'airports') }}
),

null_texts_read as (
    select
        nullif(cast(faa as varchar(65535)), 'NA') as faa,
        nullif(cast(name as varchar(65535)), 'NA') as name,
        nullif(cast(lat as varchar(65535)), 'NA') as lat,
        nullif(cast(lon as varchar(65535)), 'NA') as lon,
        nullif(cast(alt as varchar(65535)), 'NA') as alt,
        nullif(cast(tzone as varchar(65535)), 'NA') as tzone
    from source
),

renamed as (
    select
        ---------- ids
        cast(faa as varchar(12)) as faa,

        ---------- strings
        cast(name as varchar(400)) as name,
        cast(tzone as varchar(200)) as time_zone,

        ---------- numerics
        cast(lat as numeric(9, 6)) as latitude,
        cast(lon as numeric(9, 6)) as longitude,
        cast(alt as integer) as altitude
    from null_texts_read
)

select * from renamed
