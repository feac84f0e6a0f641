with

source as (
    select * from {{ source('shop', 'customers') }}
),

null_texts_read as (
    select
        nullif(cast(email as text), 'NA') as email,
        nullif(cast(full_name as text), 'NA') as full_name,
        nullif(cast(city as text), 'NA') as city,
        nullif(cast(user_name as text), 'NA') as user_name,
        nullif(cast(updated_at as text), 'NA') as updated_at
    from source
),

renamed as (
    select
        ---------- ids
        encode(sha256(convert_to('{{ pii_salt() }}' || email, 'UTF8')), 'hex') as email,

        ---------- strings
        case when full_name is not null then '***' end as full_name,
        city,
        encode(sha256(convert_to('{{ pii_salt() }}' || lower(user_name), 'UTF8')), 'hex') as login,

        ---------- timestamps
        cast(updated_at as timestamp) as updated_at
    from null_texts_read
)

select * from renamed
