with

delivered as (
    select * from {{ ref('stg_shop__accounts_delivered') }}
),

{# What is left out here is in the quarantine of the table. #}
valid_rows as (
    select * from delivered
    where
        (coalesce(op = 'T', false) or (bank is not null and account is not null))
        and updated_at is not null
)

select * from valid_rows
