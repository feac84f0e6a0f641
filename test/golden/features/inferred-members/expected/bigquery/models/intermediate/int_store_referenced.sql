with

rows_of_orders as (
    select * from {{ ref('stg_shop__orders') }}
),

all_references as (
    select
        country,
        cast(store_number as int64) as store_number
    from rows_of_orders
),

referenced as (
    select distinct
        country,
        store_number
    from all_references
    where
        country is not null
        and store_number is not null
)

select * from referenced
