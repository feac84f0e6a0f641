with

source as (
    select * from {{ source('shop', 'customers') }}
),

null_texts_read as (
    select
        case
            when cast(id as text) not in ('NA', '', 'it''s \ nothing') then cast(id as text)
        end as id,
        case
            when cast(segment as text) not in ('NA', '', 'it''s \ nothing')
                then cast(segment as text)
        end as segment,
        case
            when cast(region as text) not in ('NA', '', 'it''s \ nothing') then cast(region as text)
        end as region,
        case
            when cast(lsn as text) not in ('NA', '', 'it''s \ nothing') then cast(lsn as text)
        end as lsn,
        case
            when cast(op as text) not in ('NA', '', 'it''s \ nothing') then cast(op as text)
        end as op,
        case
            when cast(updated_at as text) not in ('NA', '', 'it''s \ nothing')
                then cast(updated_at as text)
        end as updated_at
    from source
),

renamed as (
    select
        ---------- ids
        cast(id as bigint) as customer_id,

        ---------- strings
        segment,
        region,
        op,

        ---------- numerics
        cast(lsn as bigint) as lsn,

        ---------- timestamps
        cast(updated_at as timestamp) as updated_at
    from null_texts_read
    where segment <> 'test'
)

select * from renamed
