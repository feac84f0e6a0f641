with

web_orders as (
    select * from {{ ref('stg_shop__web_orders') }}
),

store_orders as (
    select * from {{ ref('int_shop__store_orders_events') }}
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

store_orders_ranked as (
    select
        order_id,
        status,
        amount,
        ordered_at,
        store,
        row_number() over (
            partition by order_id
            order by
                _event_at desc,
                _loaded_at desc nulls last,
                status desc nulls last,
                amount desc nulls last,
                ordered_at desc nulls last,
                store desc nulls last
        ) as _recency
    from store_orders
),

latest_store_orders as (
    select * from store_orders_ranked
    where _recency = 1
),

unioned as (
    select
        order_id,
        ordered_at,
        amount,
        status
    from latest_web_orders

    union all

    select
        order_id,
        ordered_at,
        amount,
        status
    from latest_store_orders
),

filtered as (
    select
        order_id,
        ordered_at as placed_at,
        cast(amount * 1.19 as decimal(18, 2)) as gross_amount
    from unioned
    where status <> 'test'
)

select * from filtered
