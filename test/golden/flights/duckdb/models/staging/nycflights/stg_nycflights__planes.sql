with

source as (
    select * from {{ source('nycflights', 'planes') }}
),

null_texts_read as (
    select
        nullif(cast(tailnum as varchar), 'NA') as tailnum,
        nullif(cast(year as varchar), 'NA') as year,
        nullif(cast(manufacturer as varchar), 'NA') as manufacturer,
        nullif(cast(model as varchar), 'NA') as model,
        nullif(cast(engines as varchar), 'NA') as engines,
        nullif(cast(seats as varchar), 'NA') as seats
    from source
),

renamed as (
    select
        ---------- ids
        tailnum as tail_number,

        ---------- strings
        manufacturer,
        model,

        ---------- numerics
        cast(year as integer) as year_built,
        cast(engines as integer) as engines,
        cast(seats as integer) as seats
    from null_texts_read
)

select * from renamed
