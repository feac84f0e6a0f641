{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='customer_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at', 'identity': ['customer_id']},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__customers'), ['customer_id']) }}",
        "{{ stop_on_repeated_keys(ref('stg_shop__customers'), ['customer_id']) }}",
        "{{ stop_on_mass_absence(
            ref('stg_shop__customers'),
            this,
            ['customer_id'],
            max_ratio=0.5,
            known='rows'
        ) }}"
    ]
) }}

with

customers as (
    select * from {{ ref('stg_shop__customers') }}
),

members as (
    select
        md5(cast(customer_id as varchar)) as customer_key,
        customer_id,
        segment,
        region
    from customers
),

reserved_members as (
    select
        '-1' as customer_key,
        cast(null as bigint) as customer_id,
        'Unknown' as segment,
        'Unknown' as region
),

final as (
    select * from members

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='customer_key',
    columns=['customer_key', 'customer_id', 'segment', 'region']
) }}
