{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='membership_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}"
    ]
) }}

with

customers as (
    select * from {{ ref('int_shop__customers_events') }}
),

combinations as (
    select is_member
    from customers
    where not _is_deleted
),

profiles as (
    select distinct
        md5(
            coalesce(case when is_member then 'true' when not is_member then 'false' end, '|0')
        ) as membership_key,
        is_member
    from combinations
),

reserved_members as (
    select
        '-1' as membership_key,
        cast(null as boolean) as is_member
),

final as (
    select * from profiles

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='membership_key',
    columns=['membership_key', 'is_member'],
    gone='stay'
) }}
