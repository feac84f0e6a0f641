with

source as (
    select * from {{ source('nycflights', 'airlines') }}
),

renamed as (
    select
        ---------- ids
        cast(carrier as varchar) as carrier,

        ---------- strings
        cast(name as varchar) as name
    from source
)

select * from renamed
