with

source as (
    select * from {{ source('shop', 'orders') }}
),

renamed as (
    select
        ---------- ids
        cast(id as bigint) as order_id,
        cast(customer_id as bigint) as customer_id,
        cast(store_id as integer) as store_id,

        ---------- strings
        cast(channel as text) as channel,
        cast(status as text) as status,
        cast(op as text) as op,

        ---------- numerics
        cast(discount as numeric(4, 3)) as discount,
        cast(lsn as bigint) as lsn,

        ---------- booleans
        coalesce(cast(op as text) = 'D', false) as _is_deleted,

        ---------- dates
        cast(shipped_on as date) as shipped_on,

        ---------- timestamps
        cast(ordered_at as timestamp) as ordered_at,
        cast(committed_at as timestamp) as committed_at
    from source
)

select * from renamed
