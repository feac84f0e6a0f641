{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__visits'), ['visit_id', 'visited_at']) }}"
    ]
) }}

with

visits as (
    select * from {{ ref('stg_shop__visits') }}
),

delivered as (
    select
        visit_id,
        channel,
        store_id,
        campaign,
        visited_at,
        visited_at as _event_at,
        false as _is_deleted
    from visits
),

{% if is_incremental() %}

kept as (
    select * from {{ this }}
),

{# What is delivered again is no new event. #}
events as (
    select
        delivered.visit_id,
        delivered.channel,
        delivered.store_id,
        delivered.campaign,
        delivered.visited_at,
        delivered._event_at,
        delivered._is_deleted
    from delivered
    left join kept
        on delivered.visit_id = kept.visit_id
        and delivered._event_at = kept._event_at
        and delivered._is_deleted = kept._is_deleted
        and coalesce(
            delivered.channel = kept.channel,
            delivered.channel is null and kept.channel is null
        )
        and coalesce(
            delivered.store_id = kept.store_id,
            delivered.store_id is null and kept.store_id is null
        )
        and coalesce(
            delivered.campaign = kept.campaign,
            delivered.campaign is null and kept.campaign is null
        )
        and coalesce(
            delivered.visited_at = kept.visited_at,
            delivered.visited_at is null and kept.visited_at is null
        )
    where kept._event_at is null
)

{% else %}

events as (
    select * from delivered
)

{% endif %}

select
    visit_id,
    channel,
    store_id,
    campaign,
    visited_at,
    _event_at,
    _is_deleted,
    {{ load_at() }} as _loaded_at
from events
