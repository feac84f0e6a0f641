with

orders as (
    select * from {{ ref('stg_shop__orders') }}
),

selected as (
    select
        order_id,
        cast(regexp_count(note, '!') as integer) as exclamation_marks,
        cast(soundex(note) as varchar) as spoken_note
    from orders
)

select * from selected
