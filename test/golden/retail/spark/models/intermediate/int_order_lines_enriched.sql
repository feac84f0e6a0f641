with

order_lines as (
    select * from {{ ref('stg_shop__order_lines') }}
),

orders_numbered as (
    select * from {{ ref('int_orders_numbered') }}
),

order_lines_ranked as (
    select
        order_id,
        line_number,
        sku,
        quantity,
        unit_price,
        added_at,
        _is_deleted,
        row_number() over (
            partition by order_id, line_number
            order by
                changed_at desc nulls last,
                _is_deleted desc,
                sku desc nulls last,
                quantity desc nulls last,
                unit_price desc nulls last,
                added_at desc nulls last
        ) as _recency
    from order_lines
),

latest_order_lines as (
    select * from order_lines_ranked
    where
        _recency = 1
        and not _is_deleted
),

joined as (
    select
        latest_order_lines.order_id,
        latest_order_lines.line_number,
        latest_order_lines.sku,
        latest_order_lines.quantity,
        latest_order_lines.unit_price,
        latest_order_lines.added_at,
        orders.customer_id,
        orders.customer_order_number,
        orders.store_id,
        orders.channel,
        orders.discount,
        orders.ordered_at,
        orders.shipped_on,
        cast(round(
            latest_order_lines.quantity * latest_order_lines.unit_price * (1 - orders.discount),
            2
        ) as decimal(18, 2)) as net_amount
    from latest_order_lines
    inner join orders_numbered as orders
        on latest_order_lines.order_id = orders.order_id
)

select * from joined
