with

source as (
    select * from {{ source('nycflights', 'planes') }}
),

null_texts_read as (
    select
        nullif(cast(tailnum as string), 'NA') as tailnum,
        nullif(cast(year as string), 'NA') as year,
        nullif(cast(manufacturer as string), 'NA') as manufacturer,
        nullif(cast(model as string), 'NA') as model,
        nullif(cast(engines as string), 'NA') as engines,
        nullif(cast(seats as string), 'NA') as seats
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
        cast(year as int) as year_built,
        cast(engines as int) as engines,
        cast(seats as int) as seats
    from null_texts_read
)

select * from renamed
