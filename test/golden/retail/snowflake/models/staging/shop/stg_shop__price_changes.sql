with

source as (
    select * from {{ source('shop', 'price_changes') }}
),

renamed as (
    select
        ---------- ids
        cast(sku as varchar(20)) as sku,

        ---------- strings
        cast(promotion as varchar(20)) as promotion,
        cast(action as varchar(10)) as action,

        ---------- numerics
        cast(list_price as number(12, 2)) as list_price,
        cast(revision as integer) as revision,

        ---------- booleans
        coalesce(cast(action as varchar(10)) = 'withdrawn', false) as _is_deleted,

        ---------- timestamps
        cast(changed_at as timestamp_ntz) as changed_at
    from source
)

select * from renamed
