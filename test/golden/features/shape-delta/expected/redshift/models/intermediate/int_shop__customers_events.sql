{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__customers'), ['customer_id', 'updated_at']) }}"
    ]
) }}

with

customers as (
    select * from {{ ref('stg_shop__customers') }}
),

delivered as (
    select
        customer_id,
        segment,
        region,
        lsn,
        op,
        updated_at,
        updated_at as _event_at,
        false as _is_deleted
    from customers
),

{% if is_incremental() %}

kept as (
    select * from {{ this }}
),

{# What is delivered again is no new event. #}
events as (
    select
        delivered.customer_id,
        delivered.segment,
        delivered.region,
        delivered.lsn,
        delivered.op,
        delivered.updated_at,
        delivered._event_at,
        delivered._is_deleted
    from delivered
    left join kept
        on delivered.customer_id = kept.customer_id
        and delivered._event_at = kept._event_at
        and delivered._is_deleted = kept._is_deleted
        and coalesce(
            delivered.segment = kept.segment,
            delivered.segment is null and kept.segment is null
        )
        and coalesce(
            delivered.region = kept.region,
            delivered.region is null and kept.region is null
        )
        and coalesce(delivered.lsn = kept.lsn, delivered.lsn is null and kept.lsn is null)
        and coalesce(delivered.op = kept.op, delivered.op is null and kept.op is null)
        and coalesce(
            delivered.updated_at = kept.updated_at,
            delivered.updated_at is null and kept.updated_at is null
        )
    where kept._event_at is null
)

{% else %}

events as (
    select * from delivered
)

{% endif %}

select
    customer_id,
    segment,
    region,
    lsn,
    op,
    updated_at,
    _event_at,
    _is_deleted,
    {{ load_at() }} as _loaded_at
from events
