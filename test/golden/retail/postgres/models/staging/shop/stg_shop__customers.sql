with

source as (
    select * from {{ source('shop', 'customers') }}
),

renamed as (
    select
        ---------- ids
        cast(id as bigint) as customer_id,

        ---------- strings
        cast(name as text) as full_name,
        encode(
            sha256(convert_to('{{ pii_salt() }}' || cast(email as text), 'UTF8')),
            'hex'
        ) as email,
        case when cast(phone as text) is not null then '***' end as phone,
        cast(country as text) as country,
        cast(segment as text) as segment,

        ---------- booleans
        cast(is_test as boolean) as is_test,

        ---------- timestamps
        cast(updated_at as timestamp) as updated_at,
        cast(_ingested_at as timestamp) as _ingested_at
    from source
    where not cast(is_test as boolean)
)

select * from renamed
