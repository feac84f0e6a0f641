{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__orders'), ['order_id', 'committed_at']) }}"
    ]
) }}

with

orders as (
    select * from {{ ref('stg_shop__orders') }}
),

delivered as (
    select
        order_id,
        customer_id,
        channel,
        store_id,
        status,
        discount,
        shipped_on,
        ordered_at,
        op,
        lsn,
        committed_at,
        committed_at as _event_at,
        _is_deleted
    from orders
),

{% if is_incremental() %}

kept as (
    select * from {{ this }}
),

{# What is delivered again is no new event. #}
events as (
    select
        delivered.order_id,
        delivered.customer_id,
        delivered.channel,
        delivered.store_id,
        delivered.status,
        delivered.discount,
        delivered.shipped_on,
        delivered.ordered_at,
        delivered.op,
        delivered.lsn,
        delivered.committed_at,
        delivered._event_at,
        delivered._is_deleted
    from delivered
    left join kept
        on delivered.order_id = kept.order_id
        and delivered._event_at = kept._event_at
        and delivered._is_deleted = kept._is_deleted
        and coalesce(
            delivered.customer_id = kept.customer_id,
            delivered.customer_id is null and kept.customer_id is null
        )
        and coalesce(
            delivered.channel = kept.channel,
            delivered.channel is null and kept.channel is null
        )
        and coalesce(
            delivered.store_id = kept.store_id,
            delivered.store_id is null and kept.store_id is null
        )
        and coalesce(
            delivered.status = kept.status,
            delivered.status is null and kept.status is null
        )
        and coalesce(
            delivered.discount = kept.discount,
            delivered.discount is null and kept.discount is null
        )
        and coalesce(
            delivered.shipped_on = kept.shipped_on,
            delivered.shipped_on is null and kept.shipped_on is null
        )
        and coalesce(
            delivered.ordered_at = kept.ordered_at,
            delivered.ordered_at is null and kept.ordered_at is null
        )
        and coalesce(delivered.op = kept.op, delivered.op is null and kept.op is null)
        and coalesce(delivered.lsn = kept.lsn, delivered.lsn is null and kept.lsn is null)
        and coalesce(
            delivered.committed_at = kept.committed_at,
            delivered.committed_at is null and kept.committed_at is null
        )
    where kept._event_at is null
)

{% else %}

events as (
    select * from delivered
)

{% endif %}

select
    order_id,
    customer_id,
    channel,
    store_id,
    status,
    discount,
    shipped_on,
    ordered_at,
    op,
    lsn,
    committed_at,
    _event_at,
    _is_deleted,
    {{ load_at() }} as _loaded_at
from events
