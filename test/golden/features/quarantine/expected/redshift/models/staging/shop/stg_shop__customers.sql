with

delivered as (
    select * from {{ ref('stg_shop__customers_delivered') }}
),

{# What is left out here is in the quarantine of the table. #}
valid_rows as (
    select * from delivered
    where customer_id is not null
)

select * from valid_rows
