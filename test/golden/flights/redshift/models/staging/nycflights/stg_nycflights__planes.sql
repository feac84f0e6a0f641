with

source as (
    select * from {{ source('nycflights', 'planes') }}
),

null_texts_read as (
    select
        nullif(cast(tailnum as varchar(65535)), 'NA') as tailnum,
        nullif(cast(year as varchar(65535)), 'NA') as year,
        nullif(cast(manufacturer as varchar(65535)), 'NA') as manufacturer,
        nullif(cast(model as varchar(65535)), 'NA') as model,
        nullif(cast(engines as varchar(65535)), 'NA') as engines,
        nullif(cast(seats as varchar(65535)), 'NA') as seats
    from source
),

renamed as (
    select
        ---------- ids
        cast(tailnum as varchar(24)) as tail_number,

        ---------- strings
        cast(manufacturer as varchar(400)) as manufacturer,
        cast(model as varchar(200)) as model,

        ---------- numerics
        cast(year as integer) as year_built,
        cast(engines as integer) as engines,
        cast(seats as integer) as seats
    from null_texts_read
)

select * from renamed
