with

source as (
    select * from {{ source('shop', 'price_changes') }}
),

renamed as (
    select
        ---------- ids
        cast(sku as text) as sku,

        ---------- strings
        cast(promotion as text) as promotion,
        cast(action as text) as action,

        ---------- numerics
        cast(list_price as numeric(12, 2)) as list_price,
        cast(revision as integer) as revision,

        ---------- booleans
        coalesce(cast(action as text) = 'withdrawn', false) as _is_deleted,

        ---------- timestamps
        cast(changed_at as timestamp) as changed_at
    from source
)

select * from renamed
