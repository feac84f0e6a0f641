{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='orders_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    file_format='delta',
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__orders'), ['order_id']) }}",
        "{{ stop_on_repeated_keys(ref('stg_shop__orders'), ['order_id']) }}",
        "{{ stop_on_mass_absence(
            ref('stg_shop__orders'),
            this,
            ['order_id'],
            max_ratio=0.5,
            known='rows'
        ) }}",
        "{{ stop_on_missing_members(
            ref('stg_shop__orders'),
            ref('int_membership_history'),
            on={'customer_id': 'customer_id'},
            as_of='ordered_at',
            valid=['valid_from', 'valid_to']
        ) }}"
    ]
) }}

with

orders as (
    select * from {{ ref('stg_shop__orders') }}
),

customer as (
    select * from {{ ref('dim_customer') }}
),

customer_profile as (
    select * from {{ ref('int_customer_profile_history') }}
),

membership as (
    select * from {{ ref('int_membership_history') }}
),

final as (
    select
        md5(cast(orders.order_id as string)) as orders_key,
        coalesce(customer.customer_key, '-1') as customer_key,
        coalesce(customer_profile.customer_profile_key, '-1') as customer_profile_key,
        coalesce(membership.membership_key, '-1') as membership_key,
        orders.order_id,
        orders.ordered_at
    from orders
    left join customer
        on orders.customer_id = customer.customer_id
        and orders.ordered_at >= customer.valid_from
        and (orders.ordered_at < customer.valid_to or customer.valid_to is null)
    left join customer_profile
        on orders.customer_id = customer_profile.customer_id
        and orders.ordered_at >= customer_profile.valid_from
        and (orders.ordered_at < customer_profile.valid_to or customer_profile.valid_to is null)
    left join membership
        on orders.customer_id = membership.customer_id
        and orders.ordered_at >= membership.valid_from
        and (orders.ordered_at < membership.valid_to or membership.valid_to is null)
)

{{ changed_rows(
    'final',
    key='orders_key',
    columns=[
        'orders_key',
        'customer_key',
        'customer_profile_key',
        'membership_key',
        'order_id',
        'ordered_at'
    ]
) }}
