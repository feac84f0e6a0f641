{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    on_schema_change='fail',
    full_refresh=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__moves'), ['building', 'flat', 'moved_on']) }}"
    ]
) }}

with

moves as (
    select * from {{ ref('stg_shop__moves') }}
),

delivered as (
    select
        building,
        flat,
        tenant,
        moved_on,
        arrived_at,
        cast(moved_on as datetime) as _event_at,
        false as _is_deleted
    from moves
),

{% if is_incremental() %}

kept as (
    select * from {{ this }}
),

{# What is delivered again is no new event. #}
events as (
    select
        delivered.building,
        delivered.flat,
        delivered.tenant,
        delivered.moved_on,
        delivered.arrived_at,
        delivered._event_at,
        delivered._is_deleted
    from delivered
    left join kept
        on delivered.building = kept.building
        and delivered.flat = kept.flat
        and delivered._event_at = kept._event_at
        and delivered._is_deleted = kept._is_deleted
        and delivered.tenant is not distinct from kept.tenant
        and delivered.moved_on is not distinct from kept.moved_on
        and delivered.arrived_at is not distinct from kept.arrived_at
    where kept._event_at is null
)

{% else %}

events as (
    select * from delivered
)

{% endif %}

select
    building,
    flat,
    tenant,
    moved_on,
    arrived_at,
    _event_at,
    _is_deleted,
    {{ load_at() }} as _loaded_at
from events
