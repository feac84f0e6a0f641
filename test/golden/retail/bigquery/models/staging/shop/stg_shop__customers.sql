with

source as (
    select * from {{ source('shop', 'customers') }}
),

renamed as (
    select
        ---------- ids
        cast(id as int64) as customer_id,

        ---------- strings
        cast(name as string) as full_name,
        to_hex(sha256('{{ pii_salt() }}' || cast(email as string))) as email,
        case when cast(phone as string) is not null then '***' end as phone,
        cast(country as string) as country,
        cast(segment as string) as segment,

        ---------- booleans
        cast(is_test as bool) as is_test,

        ---------- timestamps
        cast(updated_at as datetime) as updated_at,
        cast(_ingested_at as datetime) as _ingested_at
    from source
    where not cast(is_test as bool)
)

select * from renamed
