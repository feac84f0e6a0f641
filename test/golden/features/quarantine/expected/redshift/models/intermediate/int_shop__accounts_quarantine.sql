{{ config(
    materialized='incremental',
    incremental_strategy='append',
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
        end as varchar(65535)) as _reason
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
        and coalesce(
            invalid_rows.bank = set_aside.bank,
            invalid_rows.bank is null and set_aside.bank is null
        )
        and coalesce(
            invalid_rows.account = set_aside.account,
            invalid_rows.account is null and set_aside.account is null
        )
        and coalesce(
            invalid_rows.owner = set_aside.owner,
            invalid_rows.owner is null and set_aside.owner is null
        )
        and coalesce(
            json_serialize(invalid_rows.details) = json_serialize(set_aside.details),
            json_serialize(
                invalid_rows.details
            ) is null and json_serialize(set_aside.details) is null
        )
        and coalesce(
            invalid_rows.op = set_aside.op,
            invalid_rows.op is null and set_aside.op is null
        )
        and coalesce(
            invalid_rows.updated_at = set_aside.updated_at,
            invalid_rows.updated_at is null and set_aside.updated_at is null
        )
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
