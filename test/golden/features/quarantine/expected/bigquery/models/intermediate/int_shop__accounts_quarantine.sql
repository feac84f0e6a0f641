{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    on_schema_change='fail',
    full_refresh=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}"
    ]
) }}

with

delivered as (
    select * from {{ ref('stg_shop__accounts_delivered') }}
),

delivered_with_reasons as (
    select
        bank,
        account,
        owner,
        details,
        op,
        updated_at,
        arrived_at,
        _is_deleted,
        cast(case
            when (bank is null or account is null) and not coalesce(op = 'T', false) then 'null key'
            when updated_at is null then 'null changed_at'
        end as string) as _reason
    from delivered
),

invalid_rows as (
    select * from delivered_with_reasons
    where _reason is not null
),

{% if is_incremental() %}

set_aside as (
    select * from {{ this }}
),

{# What is delivered again was set aside before. #}
new_rows as (
    select
        invalid_rows.bank,
        invalid_rows.account,
        invalid_rows.owner,
        invalid_rows.details,
        invalid_rows.op,
        invalid_rows.updated_at,
        invalid_rows.arrived_at,
        invalid_rows._is_deleted,
        invalid_rows._reason
    from invalid_rows
    left join set_aside
        on invalid_rows._reason = set_aside._reason
        and invalid_rows._is_deleted = set_aside._is_deleted
        and invalid_rows.bank is not distinct from set_aside.bank
        and invalid_rows.account is not distinct from set_aside.account
        and invalid_rows.owner is not distinct from set_aside.owner
        and to_json_string(
            invalid_rows.details
        ) is not distinct from to_json_string(set_aside.details)
        and invalid_rows.op is not distinct from set_aside.op
        and invalid_rows.updated_at is not distinct from set_aside.updated_at
    where set_aside._reason is null
)

{% else %}

new_rows as (
    select * from invalid_rows
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
    _is_deleted,
    _reason,
    {{ load_at() }} as _loaded_at
from new_rows
