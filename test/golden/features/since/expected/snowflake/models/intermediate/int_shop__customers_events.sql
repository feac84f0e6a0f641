{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
    transient=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__customers'), ['customer_id', 'updated_at']) }}",
        "{{ add_new_columns(
            this,
            {
                'loyalty': 'varchar',
                'score': 'number(9, 2)',
                '_has_loyalty': 'boolean',
                '_has_score': 'boolean'
            }
        ) }}"
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
        loyalty,
        score,
        op,
        updated_at,
        updated_at as _event_at,
        _is_deleted
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
        delivered.loyalty,
        delivered.score,
        delivered.op,
        delivered.updated_at,
        delivered._event_at,
        delivered._is_deleted
    from delivered
    left join kept
        on delivered.customer_id = kept.customer_id
        and delivered._event_at = kept._event_at
        and delivered._is_deleted = kept._is_deleted
        and delivered.segment is not distinct from kept.segment
        and delivered.loyalty is not distinct from kept.loyalty
        and delivered.score is not distinct from kept.score
        and delivered.op is not distinct from kept.op
        and delivered.updated_at is not distinct from kept.updated_at
        and kept._has_loyalty is not null
        and kept._has_score is not null
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
    loyalty,
    score,
    op,
    updated_at,
    _event_at,
    _is_deleted,
    true as _has_loyalty,
    true as _has_score,
    {{ load_at() }} as _loaded_at
from events
