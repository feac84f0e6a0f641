with

source as (
    select * from {{ source('nycflights', 'airports') }}
),

null_texts_read as (
    select
        nullif(cast(faa as text), 'NA') as faa,
        nullif(cast(name as text), 'NA') as name,
        nullif(cast(lat as text), 'NA') as lat,
        nullif(cast(lon as text), 'NA') as lon,
        nullif(cast(alt as text), 'NA') as alt,
        nullif(cast(tzone as text), 'NA') as tzone
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
        cast(lat as numeric(9, 6)) as latitude,
        cast(lon as numeric(9, 6)) as longitude,
        cast(alt as integer) as altitude
    from null_texts_read
)

select * from renamed
