with

source as (
    select * from {{ source('shop', 'stores') }}
),

renamed as (
    select
        ---------- ids
        cast(store_id as integer) as store_id,

        ---------- strings
        cast(name as text) as store_name,
        cast(city as text) as city,
        cast(op as text) as op,

        ---------- numerics
        cast(lsn as bigint) as lsn,

        ---------- booleans
        coalesce(cast(op as text) in ('D', 'T'), false) as _is_deleted,

        ---------- dates
        cast(opened_on as date) as opened_on,

        ---------- timestamps
        cast(committed_at as timestamp) as committed_at
    from source
)

select * from renamed
