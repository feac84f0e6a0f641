with

source as (
    select * from {{ source('shop', 'customers') }}
),

renamed as (
    select
        ---------- ids
        cast(id as bigint) as customer_id,

        ---------- strings
        cast(segment as text) as segment,
        cast(region as text) as region,
        cast(op as text) as op,

        ---------- numerics
        cast(lsn as bigint) as lsn,

        ---------- timestamps
        cast(updated_at as timestamp) as updated_at
    from source
)

select * from renamed
