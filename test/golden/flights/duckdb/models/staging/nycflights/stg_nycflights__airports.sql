with

source as (
    select * from {{ source('nycflights', 'airports') }}
),

null_texts_read as (
    select
        nullif(cast(faa as varchar), 'NA') as faa,
        nullif(cast(name as varchar), 'NA') as name,
        nullif(cast(lat as varchar), 'NA') as lat,
        nullif(cast(lon as varchar), 'NA') as lon,
        nullif(cast(alt as varchar), 'NA') as alt,
        nullif(cast(tzone as varchar), 'NA') as tzone
    from source
),

renamed as (
    select
        ---------- ids
        faa,

        ---------- strings
        name,
        tzone as time_zone,

        ---------- numerics
        cast(lat as decimal(9, 6)) as latitude,
        cast(lon as decimal(9, 6)) as longitude,
        cast(alt as integer) as altitude
    from null_texts_read
)

select * from renamed
