with

source as (
    select * from {{ source('shop', 'orders') }}
),

renamed as (
    select
        ---------- ids
        cast(id as bigint) as order_id,
        cast(customer_id as bigint) as customer_id,
        cast(store_id as int) as store_id,

        ---------- strings
        cast(channel as string) as channel,
        cast(status as string) as status,
        cast(op as string) as op,

        ---------- numerics
        cast(discount as decimal(4, 3)) as discount,
        cast(lsn as bigint) as lsn,

        ---------- booleans
        coalesce(cast(op as string) = 'D', false) as _is_deleted,

        ---------- dates
        cast(shipped_on as date) as shipped_on,

        ---------- timestamps
        cast(ordered_at as timestamp_ntz) as ordered_at,
        cast(committed_at as timestamp_ntz) as committed_at
    from source
)

select * from renamed
