with

orders as (
    select * from {{ ref('stg_shop__orders') }}
),

selected as (
    select
        order_id,
        cast(length(note) - length(replace(note, '!', '')) as int) as exclamation_marks,
        cast(soundex(note) as string) as spoken_note
    from orders
)

select * from selected
