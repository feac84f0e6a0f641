with

source as (
    select * from {{ source('shop', 'order_lines') }}
),

renamed as (
    select
        ---------- ids
        cast(order_id as bigint) as order_id,
        cast(line as integer) as line_number,

        ---------- strings
        cast(sku as text) as sku,
        cast(action as text) as action,

        ---------- numerics
        cast(qty as integer) as quantity,
        cast(unit_price as numeric(12, 2)) as unit_price,

        ---------- booleans
        coalesce(cast(action as text) = 'removed', false) as _is_deleted,

        ---------- timestamps
        cast(added_at as timestamp) as added_at,
        cast(changed_at as timestamp) as changed_at
    from source
)

select * from renamed
