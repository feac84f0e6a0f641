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
    select * from {{ ref('stg_shop__customers_delivered') }}
),

delivered_with_reasons as (
    select
        customer_id,
        segment,
        updated_at,
        cast(case
            when customer_id is null then 'null key'
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
        invalid_rows.customer_id,
        invalid_rows.segment,
        invalid_rows.updated_at,
        invalid_rows._reason
    from invalid_rows
    left join set_aside
        on invalid_rows._reason = set_aside._reason
        and invalid_rows.customer_id is not distinct from set_aside.customer_id
        and invalid_rows.segment is not distinct from set_aside.segment
        and invalid_rows.updated_at is not distinct from set_aside.updated_at
    where set_aside._reason is null
)

{% else %}

new_rows as (
    select * from invalid_rows
)

{% endif %}

select
    customer_id,
    segment,
    updated_at,
    _reason,
    {{ load_at() }} as _loaded_at
from new_rows
