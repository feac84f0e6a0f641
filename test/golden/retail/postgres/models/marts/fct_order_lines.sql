{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='order_lines_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    indexes=[{'columns': ['ordered_at']}, {'columns': ['customer_key']}, {'columns': ['order_date_key']}],
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('int_order_lines_enriched'), ['order_id', 'line_number']) }}",
        "{{ stop_on_empty_input(ref('int_order_lines_enriched'), this, 'order_lines_key') }}",
        "{{ stop_on_missing_members(
            ref('int_order_lines_enriched'),
            ref('dim_date'),
            on={\"cast(timezone('Europe/Berlin', ordered_at at time zone 'UTC') as date)\": 'date_day'}
        ) }}"
    ]
) }}

with

order_lines_enriched as (
    select * from {{ ref('int_order_lines_enriched') }}
),

customer as (
    select * from {{ ref('dim_customer') }}
),

product as (
    select * from {{ ref('dim_product') }}
),

price as (
    select * from {{ ref('dim_price') }}
),

store as (
    select * from {{ ref('dim_store') }}
),

calendar as (
    select * from {{ ref('dim_date') }}
),

final as (
    select
        md5(
            cast(order_lines_enriched.order_id as text)
            || '|;' || cast(order_lines_enriched.line_number as text)
        ) as order_lines_key,
        case
            when order_lines_enriched.customer_id is null then '-2'
            else coalesce(customer.customer_key, '-1')
        end as customer_key,
        coalesce(product.product_key, '-1') as product_key,
        coalesce(price.price_key, '-1') as price_key,
        case
            when order_lines_enriched.store_id is null then '-2'
            else coalesce(store.store_key, '-1')
        end as store_key,
        coalesce(order_date.date_key, -1) as order_date_key,
        case
            when order_lines_enriched.shipped_on is null then -3
            else coalesce(ship_date.date_key, -1)
        end as ship_date_key,
        order_lines_enriched.order_id,
        order_lines_enriched.line_number,
        order_lines_enriched.channel,
        order_lines_enriched.customer_order_number,
        order_lines_enriched.ordered_at,
        order_lines_enriched.quantity,
        order_lines_enriched.unit_price,
        order_lines_enriched.discount,
        cast(
            order_lines_enriched.quantity * order_lines_enriched.unit_price as numeric(18, 2)
        ) as gross_amount,
        order_lines_enriched.net_amount
    from order_lines_enriched
    left join customer
        on order_lines_enriched.customer_id = customer.customer_id
        and order_lines_enriched.ordered_at >= customer.valid_from
        and order_lines_enriched.ordered_at < customer.valid_to
    left join product
        on order_lines_enriched.sku = product.sku
        and order_lines_enriched.ordered_at >= product.valid_from
        and order_lines_enriched.ordered_at < product.valid_to
    left join price
        on order_lines_enriched.sku = price.sku
        and order_lines_enriched.added_at >= price.valid_from
        and order_lines_enriched.added_at < price.valid_to
    left join store
        on order_lines_enriched.store_id = store.store_id
    left join calendar as order_date
        on cast(
            timezone('Europe/Berlin', order_lines_enriched.ordered_at at time zone 'UTC') as date
        ) = order_date.date_day
    left join calendar as ship_date
        on order_lines_enriched.shipped_on = ship_date.date_day
)

{{ changed_rows(
    'final',
    key='order_lines_key',
    columns=[
        'order_lines_key',
        'customer_key',
        'product_key',
        'price_key',
        'store_key',
        'order_date_key',
        'ship_date_key',
        'order_id',
        'line_number',
        'channel',
        'customer_order_number',
        'ordered_at',
        'quantity',
        'unit_price',
        'discount',
        'gross_amount',
        'net_amount'
    ]
) }}
