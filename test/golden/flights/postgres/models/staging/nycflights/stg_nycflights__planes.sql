with

source as (
    select * from {{ source('nycflights', 'planes') }}
),

null_texts_read as (
    select
        nullif(cast(tailnum as text), 'NA') as tailnum,
        nullif(cast(year as text), 'NA') as year,
        nullif(cast(manufacturer as text), 'NA') as manufacturer,
        nullif(cast(model as text), 'NA') as model,
        nullif(cast(engines as text), 'NA') as engines,
        nullif(cast(seats as text), 'NA') as seats
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
