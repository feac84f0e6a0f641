with

web_orders as (
    select * from {{ ref('stg_shop__web_orders') }}
),

web_orders_ranked as (
    select
        order_id,
        status,
        amount,
        ordered_at,
        customer_id,
        row_number() over (
            partition by order_id
            order by
                ordered_at desc nulls last,
                status desc nulls last,
                amount desc nulls last,
                customer_id desc nulls last
        ) as _recency
    from web_orders
),

latest_web_orders as (
    select * from web_orders_ranked
    where _recency = 1
),

grouped as (
    select
        cast(ordered_at as date) as ordered_on,
        status,
        cast(count(*) as bigint) as orders,
        cast(count(distinct customer_id) as bigint) as customers,
        cast(sum(amount) as decimal(18, 2)) as amount,
        cast(avg(cast(amount as double)) as decimal(18, 2)) as average_amount
    from latest_web_orders
    where status is not null
    group by
        cast(ordered_at as date),
        status
)

select * from grouped
