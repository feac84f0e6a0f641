with

orders as (
    select * from {{ ref('stg_shop__orders') }}
),

selected as (
    select
        order_id,
        cast(length(note) - length(replace(note, '!', '')) as integer) as exclamation_marks,
        cast(lower(note) as text) as spoken_note
    from orders
)

select * from selected
