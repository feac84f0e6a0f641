with

source as (
    select * from {{ source('shop', 'customers') }}
),

null_texts_read as (
    select
        nullif(cast(email as varchar(65535)), 'NA') as email,
        nullif(cast(full_name as varchar(65535)), 'NA') as full_name,
        nullif(cast(city as varchar(65535)), 'NA') as city,
        nullif(cast(user_name as varchar(65535)), 'NA') as user_name,
        nullif(cast(updated_at as varchar(65535)), 'NA') as updated_at
    from source
),

renamed as (
    select
        ---------- ids
        sha2('{{ pii_salt() }}' || email, 256) as email,

        ---------- strings
        case when full_name is not null then '***' end as full_name,
        city,
        sha2('{{ pii_salt() }}' || lower(user_name), 256) as login,

        ---------- timestamps
        cast(updated_at as timestamp) as updated_at
    from null_texts_read
)

select * from renamed
