with

delivered as (
    select * from {{ ref('stg_shop__moves_delivered') }}
),

{# What is left out here is in the quarantine of the table. #}
valid_rows as (
    select * from delivered
    where
        move_id is not null
        and arrived_at is not null
)

select * from valid_rows
