{{ config(
    pre_hook=[
        "{{ stop_on_null_keys(ref('int_order_totals'), ['order_id']) }}"
    ]
) }}

with

order_totals as (
    select * from {{ ref('int_order_totals') }}
),

customer as (
    select * from {{ ref('dim_customer') }}
),

calendar as (
    select * from {{ ref('dim_date') }}
),

final as (
    select
        md5(cast(order_totals.order_id as text)) as orders_key,
        case
            when order_totals.customer_id is null then '-2'
            else coalesce(customer.customer_key, '-1')
        end as customer_key,
        coalesce(order_date.date_key, -1) as order_date_key,
        order_totals.order_id,
        order_totals.ordered_at,
        order_totals.line_count,
        order_totals.net_amount,
        cast(
            round(order_totals.net_amount / nullif(order_totals.line_count, 0), 2) as numeric(18, 2)
        ) as amount_per_line
    from order_totals
    left join customer
        on order_totals.customer_id = customer.customer_id
        and order_totals.ordered_at >= customer.valid_from
        and order_totals.ordered_at < customer.valid_to
    left join calendar as order_date
        on cast(
            timezone('Europe/Berlin', order_totals.ordered_at at time zone 'UTC') as date
        ) = order_date.date_day
)

select
    orders_key,
    customer_key,
    order_date_key,
    order_id,
    ordered_at,
    line_count,
    net_amount,
    amount_per_line,
    {{ load_at() }} as _loaded_at
from final
