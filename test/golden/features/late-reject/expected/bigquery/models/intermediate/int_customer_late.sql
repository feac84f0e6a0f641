with

customers as (
    select * from {{ ref('int_shop__customers_events') }}
),

loads as (
    select * from {{ ref('int_customer_loads') }}
),

late_events as (
    select
        customers.customer_id,
        customers.segment,
        customers.region,
        customers.email,
        customers.updated_at,
        customers._event_at,
        customers._is_deleted,
        customers._loaded_at,
        cast('older than the newest version of its key' as string) as _reason,
        loads._newest_from
    from customers
    inner join loads
        on customers.customer_id = loads.customer_id
        and customers._loaded_at = loads._loaded_at
    where customers._event_at < loads._newest_from
)

select * from late_events
