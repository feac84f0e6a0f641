with

source as (
    select * from {{ source('nycflights', 'airlines') }}
),

renamed as (
    select
        ---------- ids
        cast(carrier as string) as carrier,

        ---------- strings
        cast(name as string) as name
    from source
)

select * from renamed
