with

source as (
    select * from {{ source('shop', 'stores') }}
),

renamed as (
    select
        ---------- ids
        cast(store_id as int) as store_id,

        ---------- strings
        cast(name as string) as store_name,
        cast(city as string) as city,
        cast(op as string) as op,

        ---------- numerics
        cast(lsn as bigint) as lsn,

        ---------- booleans
        coalesce(cast(op as string) in ('D', 'T'), false) as _is_deleted,

        ---------- dates
        cast(opened_on as date) as opened_on,

        ---------- timestamps
        cast(committed_at as timestamp_ntz) as committed_at
    from source
)

select * from renamed
