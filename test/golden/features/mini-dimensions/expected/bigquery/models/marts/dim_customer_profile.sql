{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='customer_profile_key',
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
    select
        case when age < 30 then 'young' when age >= 30 then 'old' end as age_band,
        income_band
    from customers
    where not _is_deleted
),

profiles as (
    select distinct
        to_hex(md5(
            coalesce(replace(age_band, '|', '||'), '|0')
            || '|;' || coalesce(replace(income_band, '|', '||'), '|0')
        )) as customer_profile_key,
        age_band,
        income_band
    from combinations
),

reserved_members as (
    select
        '-1' as customer_profile_key,
        cast(null as string) as age_band,
        'Unknown' as income_band
),

final as (
    select * from profiles

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='customer_profile_key',
    columns=['customer_profile_key', 'age_band', 'income_band'],
    gone='stay'
) }}
