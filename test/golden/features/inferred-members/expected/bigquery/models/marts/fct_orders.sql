{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='orders_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
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

store as (
    select * from {{ ref('dim_store') }}
),

courier as (
    select * from {{ ref('dim_courier') }}
),

final as (
    select
        to_hex(md5(cast(orders.order_id as string))) as orders_key,
        coalesce(customer.customer_key, -1) as customer_key,
        coalesce(customer.customer_durable_key, -1) as customer_durable_key,
        coalesce(payer.customer_key, -1) as payer_key,
        coalesce(payer.customer_durable_key, -1) as payer_durable_key,
        case
            when orders.country is null or orders.store_number is null then '-2'
            else coalesce(store.store_key, '-1')
        end as store_key,
        coalesce(courier.courier_key, '-1') as courier_key,
        orders.order_id,
        orders.ordered_at
    from orders
    left join customer
        on orders.customer_id = customer.customer_id
        and orders.ordered_at >= customer.valid_from
        and (orders.ordered_at < customer.valid_to or customer.valid_to is null)
    left join customer as payer
        on orders.payer_id = payer.customer_id
        and orders.ordered_at >= payer.valid_from
        and (orders.ordered_at < payer.valid_to or payer.valid_to is null)
    left join store
        on orders.country = store.country
        and orders.store_number = store.store_number
    left join courier
        on orders.courier_id = courier.courier_id
        and orders.ordered_at >= courier.valid_from
        and (orders.ordered_at < courier.valid_to or courier.valid_to is null)
)

{{ changed_rows(
    'final',
    key='orders_key',
    columns=[
        'orders_key',
        'customer_key',
        'customer_durable_key',
        'payer_key',
        'payer_durable_key',
        'store_key',
        'courier_key',
        'order_id',
        'ordered_at'
    ]
) }}
