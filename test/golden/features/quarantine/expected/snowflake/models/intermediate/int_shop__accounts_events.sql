{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
    transient=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}"
    ]
) }}

{# What is set aside is kept before a load is taken, which the source may forget. #}
-- depends_on: {{ ref('int_shop__accounts_quarantine') }}

with

accounts as (
    select * from {{ ref('stg_shop__accounts') }}
),

delivered as (
    select
        bank,
        account,
        owner,
        details,
        op,
        updated_at,
        arrived_at,
        updated_at as _event_at,
        _is_deleted
    from accounts
),

{% if is_incremental() %}

kept as (
    select * from {{ this }}
),

{# What is delivered again is no new event. #}
events as (
    select
        delivered.bank,
        delivered.account,
        delivered.owner,
        delivered.details,
        delivered.op,
        delivered.updated_at,
        delivered.arrived_at,
        delivered._event_at,
        delivered._is_deleted
    from delivered
    left join kept
        on delivered.bank is not distinct from kept.bank
        and delivered.account is not distinct from kept.account
        and delivered._event_at = kept._event_at
        and delivered._is_deleted = kept._is_deleted
        and delivered.owner is not distinct from kept.owner
        and delivered.details is not distinct from kept.details
        and delivered.op is not distinct from kept.op
        and delivered.updated_at is not distinct from kept.updated_at
    where kept._event_at is null
)

{% else %}

events as (
    select * from delivered
)

{% endif %}

select
    bank,
    account,
    owner,
    details,
    op,
    updated_at,
    arrived_at,
    _event_at,
    _is_deleted,
    {{ load_at() }} as _loaded_at
from events
