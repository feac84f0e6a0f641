with

source as (
    select * from {{ source('shop', 'customers') }}
),

renamed as (
    select
        ---------- ids
        cast(id as int64) as customer_id,

        ---------- strings
        cast(segment as string) as segment,
        cast(region as string) as region,
        cast(op as string) as op,

        ---------- numerics
        cast(lsn as int64) as lsn,

        ---------- booleans
        coalesce(cast(op as string) = 'D', false) as _is_deleted,

        ---------- timestamps
        cast(updated_at as datetime) as updated_at
    from source
)

select * from renamed
