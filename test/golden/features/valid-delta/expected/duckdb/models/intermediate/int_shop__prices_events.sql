{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__prices'), ['product_id', 'starts_on']) }}"
    ]
) }}

with

prices as (
    select * from {{ ref('stg_shop__prices') }}
),

delivered as (
    select
        product_id,
        amount,
        starts_on,
        ends_on,
        ingested_at,
        cast(starts_on as timestamp) as _event_at,
        false as _is_deleted
    from prices
),

{% if is_incremental() %}

kept_ranked as (
    select
        *,
        max(_loaded_at) over (partition by product_id, starts_on) as _last_load
    from {{ this }}
),

kept as (
    select * from kept_ranked
    where _loaded_at = _last_load
),

{# What was said last and is delivered again is no news. #}
events as (
    select
        delivered.product_id,
        delivered.amount,
        delivered.starts_on,
        delivered.ends_on,
        delivered.ingested_at,
        delivered._event_at,
        delivered._is_deleted
    from delivered
    left join kept
        on delivered.product_id = kept.product_id
        and delivered._event_at = kept._event_at
        and delivered._is_deleted = kept._is_deleted
        and (delivered.amount is not distinct from kept.amount)
        and (delivered.starts_on is not distinct from kept.starts_on)
        and (delivered.ends_on is not distinct from kept.ends_on)
        and (delivered.ingested_at is not distinct from kept.ingested_at)
    where kept._event_at is null
)

{% else %}

events as (
    select * from delivered
)

{% endif %}

select
    product_id,
    amount,
    starts_on,
    ends_on,
    ingested_at,
    _event_at,
    _is_deleted,
    {{ load_at() }} as _loaded_at
from events
