{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(
            ref('stg_shop__stores'),
            ['store_id', 'committed_at'],
            where=\"not coalesce(op = 'T', false)\"
        ) }}"
    ]
) }}

with

stores as (
    select * from {{ ref('stg_shop__stores') }}
),

delivered as (
    select
        store_id,
        store_name,
        city,
        opened_on,
        op,
        lsn,
        committed_at,
        committed_at as _event_at,
        _is_deleted
    from stores
),

{% if is_incremental() %}

kept as (
    select * from {{ this }}
),

{# What is delivered again is no new event. #}
events as (
    select
        delivered.store_id,
        delivered.store_name,
        delivered.city,
        delivered.opened_on,
        delivered.op,
        delivered.lsn,
        delivered.committed_at,
        delivered._event_at,
        delivered._is_deleted
    from delivered
    left join kept
        on coalesce(
            delivered.store_id = kept.store_id,
            delivered.store_id is null and kept.store_id is null
        )
        and delivered._event_at = kept._event_at
        and delivered._is_deleted = kept._is_deleted
        and coalesce(
            delivered.store_name = kept.store_name,
            delivered.store_name is null and kept.store_name is null
        )
        and coalesce(delivered.city = kept.city, delivered.city is null and kept.city is null)
        and coalesce(
            delivered.opened_on = kept.opened_on,
            delivered.opened_on is null and kept.opened_on is null
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
    store_id,
    store_name,
    city,
    opened_on,
    op,
    lsn,
    committed_at,
    _event_at,
    _is_deleted,
    {{ load_at() }} as _loaded_at
from events
