{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__products'), ['sku']) }}",
        "{{ stop_on_repeated_keys(ref('stg_shop__products'), ['sku']) }}",
        "{{ stop_on_mass_absence(ref('stg_shop__products'), this, ['sku'], max_ratio=0.5) }}"
    ]
) }}

with

products as (
    select * from {{ ref('stg_shop__products') }}
),

{% if is_incremental() %}

last_events_ranked as (
    select
        *,
        row_number() over (
            partition by sku
            order by _loaded_at desc, _is_deleted desc, _event_at desc
        ) as _recency,
        lead(_loaded_at) over (
            partition by sku
            order by _loaded_at desc, _is_deleted desc, _event_at desc
        ) as _earlier_loaded_at
    from {{ this }}
),

last_events as (
    select * from last_events_ranked
    where _recency = 1
),

{#
  A row that comes back unchanged after its absence is an event of this load, and so is one whose
  load said two things.
#}
changed_rows as (
    select
        products.sku,
        products.product_name,
        products.category,
        products.supplier,
        products.launch_price,
        {{ load_at() }} as _event_at,
        false as _is_deleted
    from products
    left join last_events
        on products.sku = last_events.sku
    where
        last_events._is_deleted is null
        or last_events._is_deleted
        or (
            last_events._earlier_loaded_at = last_events._loaded_at
            and last_events._loaded_at < {{ load_at() }}
        )
        or products.product_name is distinct from last_events.product_name
        or products.category is distinct from last_events.category
        or products.supplier is distinct from last_events.supplier
        or products.launch_price is distinct from last_events.launch_price
),

absent_rows as (
    select
        last_events.sku,
        last_events.product_name,
        last_events.category,
        last_events.supplier,
        last_events.launch_price,
        {{ load_at() }} as _event_at,
        true as _is_deleted
    from last_events
    left join products
        on last_events.sku = products.sku
    where
        products.sku is null
        and not last_events._is_deleted
),

events as (
    select * from changed_rows

    union all

    select * from absent_rows
)

{% else %}

events as (
    select
        sku,
        product_name,
        category,
        supplier,
        launch_price,
        {{ load_at() }} as _event_at,
        false as _is_deleted
    from products
)

{% endif %}

select
    sku,
    product_name,
    category,
    supplier,
    launch_price,
    _event_at,
    _is_deleted,
    {{ load_at() }} as _loaded_at
from events
