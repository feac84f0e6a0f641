with

source as (
    select * from {{ source('shop', 'customers') }}
),

renamed as (
    select
        ---------- ids
        cast(id as bigint) as customer_id,

        ---------- strings
        cast(name as varchar) as full_name,
        sha256('{{ pii_salt() }}' || cast(email as varchar)) as email,
        case when cast(phone as varchar) is not null then '***' end as phone,
        cast(country as varchar) as country,
        cast(segment as varchar) as segment,

        ---------- booleans
        cast(is_test as boolean) as is_test,

        ---------- timestamps
        cast(updated_at as timestamp) as updated_at,
        cast(_ingested_at as timestamp) as _ingested_at
    from source
    where not cast(is_test as boolean)
)

select * from renamed
