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
        on (delivered.store_id is not distinct from kept.store_id)
        and delivered._event_at = kept._event_at
        and delivered._is_deleted = kept._is_deleted
        and (delivered.store_name is not distinct from kept.store_name)
        and (delivered.city is not distinct from kept.city)
        and (delivered.opened_on is not distinct from kept.opened_on)
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
