with

source as (
    select * from {{ source('shop', 'orders') }}
),

null_texts_read as (
    select
        case
            when
                cast("Order" as varchar(65535)) not in (
                    'it''s',
                    '{{ '{{' }} none {{ '}}' }}',
                    'back\\slash'
                )
                then cast("Order" as varchar(65535))
        end as "Order",
        case
            when
                cast("first name" as varchar(65535)) not in (
                    'it''s',
                    '{{ '{{' }} none {{ '}}' }}',
                    'back\\slash'
                )
                then cast("first name" as varchar(65535))
        end as "first name",
        case
            when
                cast("a""b" as varchar(65535)) not in (
                    'it''s',
                    '{{ '{{' }} none {{ '}}' }}',
                    'back\\slash'
                )
                then cast("a""b" as varchar(65535))
        end as "a""b",
        case
            when
                cast("a`b" as varchar(65535)) not in (
                    'it''s',
                    '{{ '{{' }} none {{ '}}' }}',
                    'back\\slash'
                )
                then cast("a`b" as varchar(65535))
        end as "a`b",
        case
            when
                cast("select" as varchar(65535)) not in (
                    'it''s',
                    '{{ '{{' }} none {{ '}}' }}',
                    'back\\slash'
                )
                then cast("select" as varchar(65535))
        end as "select",
        case
            when
                cast("名前" as varchar(65535)) not in (
                    'it''s',
                    '{{ '{{' }} none {{ '}}' }}',
                    'back\\slash'
                )
                then cast("名前" as varchar(65535))
        end as "名前",
        case
            when
                cast("Total Amount" as varchar(65535)) not in (
                    'it''s',
                    '{{ '{{' }} none {{ '}}' }}',
                    'back\\slash'
                )
                then cast("Total Amount" as varchar(65535))
        end as "Total Amount"
    from source
),

renamed as (
    select
        ---------- ids
        cast("Order" as bigint) as order_id,

        ---------- strings
        "first name" as first_name,
        "a""b" as quoted,
        "a`b" as ticked,
        "名前" as kana,

        ---------- numerics
        cast("Total Amount" * 1.5 as numeric(12, 2)) as total,

        ---------- booleans
        cast("select" as boolean) as selected
    from null_texts_read
    where "a""b" <> '{{ '{{' }} x {{ '}}' }}'
)

select * from renamed
