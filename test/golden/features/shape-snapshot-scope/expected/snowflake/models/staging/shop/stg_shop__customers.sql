with

source as (
    select * from {{ source('shop', 'customers') }}
),

renamed as (
    select
        ---------- ids
        cast(id as bigint) as customer_id,

        ---------- strings
        cast(segment as varchar) as segment,
        cast(region as varchar) as region,
        cast(op as varchar) as op,

        ---------- numerics
        cast(lsn as bigint) as lsn,

        ---------- timestamps
        cast(updated_at as timestamp_ntz) as updated_at
    from source
)

select * from renamed
