with

source as (
    select * from {{ source('shop', 'order_lines') }}
),

renamed as (
    select
        ---------- ids
        cast(order_id as bigint) as order_id,
        cast(line as int) as line_number,

        ---------- strings
        cast(sku as string) as sku,
        cast(action as string) as action,

        ---------- numerics
        cast(qty as int) as quantity,
        cast(unit_price as decimal(12, 2)) as unit_price,

        ---------- booleans
        coalesce(cast(action as string) = 'removed', false) as _is_deleted,

        ---------- timestamps
        cast(added_at as timestamp_ntz) as added_at,
        cast(changed_at as timestamp_ntz) as changed_at
    from source
)

select * from renamed
