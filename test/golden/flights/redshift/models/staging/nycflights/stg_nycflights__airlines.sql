with

source as (
    select * from {{ source('nycflights', 'airlines') }}
),

renamed as (
    select
        ---------- ids
        cast(carrier as varchar(8)) as carrier,

        ---------- strings
        cast(name as varchar(400)) as name
    from source
)

select * from renamed
