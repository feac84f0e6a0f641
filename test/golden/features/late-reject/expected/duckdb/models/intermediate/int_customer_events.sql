with

customers as (
    select * from {{ ref('int_shop__customers_events') }}
),

loads as (
    select * from {{ ref('int_customer_loads') }}
),

timely_events as (
    select customers.*
    from customers
    inner join loads
        on customers.customer_id = loads.customer_id
        and customers._loaded_at = loads._loaded_at
    where
        loads._newest_from is null
        or customers._event_at >= loads._newest_from
)

select * from timely_events
