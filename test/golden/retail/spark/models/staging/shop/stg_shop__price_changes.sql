with

source as (
    select * from {{ source('shop', 'price_changes') }}
),

renamed as (
    select
        ---------- ids
        cast(sku as string) as sku,

        ---------- strings
        cast(promotion as string) as promotion,
        cast(action as string) as action,

        ---------- numerics
        cast(list_price as decimal(12, 2)) as list_price,
        cast(revision as int) as revision,

        ---------- booleans
        coalesce(cast(action as string) = 'withdrawn', false) as _is_deleted,

        ---------- timestamps
        cast(changed_at as timestamp_ntz) as changed_at
    from source
)

select * from renamed
