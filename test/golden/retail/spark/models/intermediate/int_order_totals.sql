with

order_lines_enriched as (
    select * from {{ ref('int_order_lines_enriched') }}
),

grouped as (
    select
        order_id,
        cast(min(customer_id) as bigint) as customer_id,
        min(ordered_at) as ordered_at,
        cast(count(*) as int) as line_count,
        cast(sum(net_amount) as decimal(18, 2)) as net_amount
    from order_lines_enriched
    group by order_id
)

select * from grouped
