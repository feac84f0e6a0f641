with

source as (
    select * from {{ source('shop', 'customers') }}
),

renamed as (
    select
        ---------- ids
        cast(id as bigint) as customer_id,

        ---------- strings
        cast(name as string) as full_name,
        sha2('{{ pii_salt() }}' || cast(email as string), 256) as email,
        case when cast(phone as string) is not null then '***' end as phone,
        cast(country as string) as country,
        cast(segment as string) as segment,

        ---------- booleans
        cast(is_test as boolean) as is_test,

        ---------- timestamps
        cast(updated_at as timestamp_ntz) as updated_at,
        cast(_ingested_at as timestamp_ntz) as _ingested_at
    from source
    where not cast(is_test as boolean)
)

select * from renamed
