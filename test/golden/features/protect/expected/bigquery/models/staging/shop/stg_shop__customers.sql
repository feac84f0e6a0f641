with

source as (
    select * from {{ source('shop', 'customers') }}
),

null_texts_read as (
    select
        nullif(cast(email as string), 'NA') as email,
        nullif(cast(full_name as string), 'NA') as full_name,
        nullif(cast(city as string), 'NA') as city,
        nullif(cast(user_name as string), 'NA') as user_name,
        nullif(cast(updated_at as string), 'NA') as updated_at
    from source
),

renamed as (
    select
        ---------- ids
        to_hex(sha256('{{ pii_salt() }}' || email)) as email,

        ---------- strings
        case when full_name is not null then '***' end as full_name,
        city,
        to_hex(sha256('{{ pii_salt() }}' || lower(user_name))) as login,

        ---------- timestamps
        cast(updated_at as datetime) as updated_at
    from null_texts_read
)

select * from renamed
