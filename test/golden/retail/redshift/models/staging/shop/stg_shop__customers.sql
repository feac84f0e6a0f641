with

source as (
    select * from {{ source('shop', 'customers') }}
),

renamed as (
    select
        ---------- ids
        cast(id as bigint) as customer_id,

        ---------- strings
        cast(name as varchar(65535)) as full_name,
        sha2('{{ pii_salt() }}' || cast(email as varchar(65535)), 256) as email,
        case when cast(phone as varchar(65535)) is not null then '***' end as phone,
        cast(country as varchar(8)) as country,
        cast(segment as varchar(65535)) as segment,

        ---------- booleans
        cast(is_test as boolean) as is_test,

        ---------- timestamps
        cast(updated_at as timestamp) as updated_at,
        cast(_ingested_at as timestamp) as _ingested_at
    from source
    where not cast(is_test as boolean)
)

select * from renamed
