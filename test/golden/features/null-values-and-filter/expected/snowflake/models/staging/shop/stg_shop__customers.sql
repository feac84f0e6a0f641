with

source as (
    select * from {{ source('shop', 'customers') }}
),

null_texts_read as (
    select
        case
            when cast(id as varchar) not in ('NA', '', 'it''s \\ nothing') then cast(id as varchar)
        end as id,
        case
            when cast(segment as varchar) not in ('NA', '', 'it''s \\ nothing')
                then cast(segment as varchar)
        end as segment,
        case
            when cast(region as varchar) not in ('NA', '', 'it''s \\ nothing')
                then cast(region as varchar)
        end as region,
        case
            when cast(lsn as varchar) not in ('NA', '', 'it''s \\ nothing')
                then cast(lsn as varchar)
        end as lsn,
        case
            when cast(op as varchar) not in ('NA', '', 'it''s \\ nothing') then cast(op as varchar)
        end as op,
        case
            when cast(updated_at as varchar) not in ('NA', '', 'it''s \\ nothing')
                then cast(updated_at as varchar)
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
        cast(updated_at as timestamp_ntz) as updated_at
    from null_texts_read
    where segment <> 'test'
)

select * from renamed
