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
        and (delivered.customer_id is not distinct from kept.customer_id)
        and (delivered.channel is not distinct from kept.channel)
        and (delivered.store_id is not distinct from kept.store_id)
        and (delivered.status is not distinct from kept.status)
        and (delivered.discount is not distinct from kept.discount)
        and (delivered.shipped_on is not distinct from kept.shipped_on)
        and (delivered.ordered_at is not distinct from kept.ordered_at)
        and (delivered.op is not distinct from kept.op)
        and (delivered.lsn is not distinct from kept.lsn)
        and (delivered.committed_at is not distinct from kept.committed_at)
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
