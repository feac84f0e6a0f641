with

source as (
    select * from {{ source('shop', 'orders') }}
),

null_texts_read as (
    select
        case
            when
                cast(`Order` as string) not in (
                    'it\'s',
                    '{{ '{{' }} none {{ '}}' }}',
                    'back\\slash'
                )
                then cast(`Order` as string)
        end as `Order`,
        case
            when
                cast(`first name` as string) not in (
                    'it\'s',
                    '{{ '{{' }} none {{ '}}' }}',
                    'back\\slash'
                )
                then cast(`first name` as string)
        end as `first name`,
        case
            when cast(`a"b` as string) not in ('it\'s', '{{ '{{' }} none {{ '}}' }}', 'back\\slash')
                then cast(`a"b` as string)
        end as `a"b`,
        case
            when
                cast(`a``b` as string) not in ('it\'s', '{{ '{{' }} none {{ '}}' }}', 'back\\slash')
                then cast(`a``b` as string)
        end as `a``b`,
        case
            when
                cast(`select` as string) not in (
                    'it\'s',
                    '{{ '{{' }} none {{ '}}' }}',
                    'back\\slash'
                )
                then cast(`select` as string)
        end as `select`,
        case
            when cast(`名前` as string) not in ('it\'s', '{{ '{{' }} none {{ '}}' }}', 'back\\slash')
                then cast(`名前` as string)
        end as `名前`,
        case
            when
                cast(`Total Amount` as string) not in (
                    'it\'s',
                    '{{ '{{' }} none {{ '}}' }}',
                    'back\\slash'
                )
                then cast(`Total Amount` as string)
        end as `Total Amount`
    from source
),

renamed as (
    select
        ---------- ids
        cast(`Order` as bigint) as order_id,

        ---------- strings
        `first name` as first_name,
        `a"b` as quoted,
        `a``b` as ticked,
        `名前` as kana,

        ---------- numerics
        cast(`Total Amount` * 1.5 as decimal(12, 2)) as total,

        ---------- booleans
        cast(`select` as boolean) as selected
    from null_texts_read
    where `a"b` <> '{{ '{{' }} x {{ '}}' }}'
)

select * from renamed
