with

orders as (
    select * from {{ ref('stg_shop__orders') }}
),

selected as (
    select
        order_id,
        customer_id,
        amount,
        ordered_at,
        cast(row_number() over (
            partition by customer_id
            order by ordered_at desc nulls last, order_id asc nulls last
        ) as bigint) as position,
        cast(rank() over (order by amount desc nulls last) as bigint) as rank_of_amount,
        cast(
            lag(amount) over (
                partition by customer_id
                order by ordered_at nulls last
            ) as decimal(12, 2)
        ) as previous_amount,
        first_value(ordered_at) over (
            partition by customer_id
            order by ordered_at nulls last
            rows between unbounded preceding and current row
        ) as first_ordered_at,
        cast(sum(amount) over (
            partition by customer_id
            order by ordered_at nulls last
            rows between unbounded preceding and current row
        ) as decimal(18, 2)) as running_total
    from orders
)

select * from selected
