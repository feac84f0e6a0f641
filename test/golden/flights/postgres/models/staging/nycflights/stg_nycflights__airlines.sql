with

source as (
    select * from {{ source('nycflights', 'airlines') }}
),

renamed as (
    select
        ---------- ids
        cast(carrier as text) as carrier,

        ---------- strings
        cast(name as text) as name
    from source
)

select * from renamed
