with

rows_of_orders as (
    select * from {{ ref('stg_shop__orders') }}
),

rows_of_visits as (
    select * from {{ ref('int_shop__visits_events') }}
),

rows_of_visits_ranked as (
    select
        visit_id,
        customer_id,
        visited_at,
        row_number() over (
            partition by visit_id
            order by
                _event_at desc,
                _loaded_at desc nulls last,
                customer_id desc nulls last,
                visited_at desc nulls last
        ) as _recency
    from rows_of_visits
),

latest_rows_of_visits as (
    select * from rows_of_visits_ranked
    where _recency = 1
),

all_references as (
    select cast(customer_id as bigint) as customer_id
    from rows_of_orders

    union all

    select cast(payer_id as bigint) as customer_id
    from rows_of_orders

    union all

    select cast(customer_id as bigint) as customer_id
    from latest_rows_of_visits
),

referenced as (
    select distinct customer_id
    from all_references
    where customer_id is not null
)

select * from referenced
