with

orders as (
    select * from {{ ref('int_shop__orders_events') }}
),

orders_ranked as (
    select
        order_id,
        customer_id,
        channel,
        store_id,
        status,
        discount,
        shipped_on,
        ordered_at,
        op,
        lsn,
        committed_at,
        _is_deleted,
        row_number() over (
            partition by order_id
            order by
                _event_at desc,
                lsn desc nulls last,
                _is_deleted desc,
                _loaded_at desc nulls last,
                customer_id desc nulls last,
                channel desc nulls last,
                store_id desc nulls last,
                status desc nulls last,
                discount desc nulls last,
                shipped_on desc nulls last,
                ordered_at desc nulls last,
                op desc nulls last,
                committed_at desc nulls last
        ) as _recency
    from orders
),

latest_orders as (
    select * from orders_ranked
    where
        _recency = 1
        and not _is_deleted
),

filtered as (
    select
        order_id,
        customer_id,
        channel,
        store_id,
        status,
        discount,
        shipped_on,
        ordered_at,
        op,
        lsn,
        committed_at,
        cast(case
            when customer_id is not null then row_number() over (
                partition by customer_id
                order by ordered_at nulls last, order_id nulls last
            )
        end as int) as customer_order_number
    from latest_orders
    where status <> 'test'
)

select * from filtered
