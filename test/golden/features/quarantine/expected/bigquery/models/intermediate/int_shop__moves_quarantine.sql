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
    select * from {{ ref('stg_shop__moves_delivered') }}
),

delivered_with_reasons as (
    select
        move_id,
        city,
        arrived_at,
        cast(case
            when move_id is null then 'null key'
            when arrived_at is null then 'null loaded_at'
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
        invalid_rows.move_id,
        invalid_rows.city,
        invalid_rows.arrived_at,
        invalid_rows._reason
    from invalid_rows
    left join set_aside
        on invalid_rows._reason = set_aside._reason
        and invalid_rows.move_id is not distinct from set_aside.move_id
        and invalid_rows.city is not distinct from set_aside.city
        and invalid_rows.arrived_at is not distinct from set_aside.arrived_at
    where set_aside._reason is null
)

{% else %}

new_rows as (
    select * from invalid_rows
)

{% endif %}

select
    move_id,
    city,
    arrived_at,
    _reason,
    {{ load_at() }} as _loaded_at
from new_rows
