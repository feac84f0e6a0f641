with

source as (
    select * from {{ source('nycflights', 'airlines') }}
),

renamed as (
    select
        ---------- ids
        cast(carrier as varchar(2)) as carrier,

        ---------- strings
        cast(name as varchar(100)) as name
    from source
)

select * from renamed
