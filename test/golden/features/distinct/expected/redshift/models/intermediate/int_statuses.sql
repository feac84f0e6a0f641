with

store_orders as (
    select * from {{ ref('int_shop__store_orders_events') }}
),

store_orders_ranked as (
    select
        order_id,
        status,
        row_number() over (
            partition by order_id
            order by
                _event_at desc,
                _loaded_at desc nulls last,
                status desc nulls last
        ) as _recency
    from store_orders
),

latest_store_orders as (
    select * from store_orders_ranked
    where _recency = 1
),

distinct_rows as (
    select distinct status
    from latest_store_orders
    where status is not null
)

select * from distinct_rows
