with

source as (
    select * from {{ source('nycflights', 'airports') }}
),

null_texts_read as (
    select
        nullif(cast(faa as string), 'NA') as faa,
        nullif(cast(name as string), 'NA') as name,
        nullif(cast(lat as string), 'NA') as lat,
        nullif(cast(lon as string), 'NA') as lon,
        nullif(cast(alt as string), 'NA') as alt,
        nullif(cast(tzone as string), 'NA') as tzone
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
        cast(alt as int) as altitude
    from null_texts_read
)

select * from renamed
