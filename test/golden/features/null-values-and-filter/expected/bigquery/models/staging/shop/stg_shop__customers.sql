with

source as (
    select * from {{ source('shop', 'customers') }}
),

null_texts_read as (
    select
        case
            when cast(id as string) not in ('NA', '', 'it\'s \\ nothing') then cast(id as string)
        end as id,
        case
            when cast(segment as string) not in ('NA', '', 'it\'s \\ nothing')
                then cast(segment as string)
        end as segment,
        case
            when cast(region as string) not in ('NA', '', 'it\'s \\ nothing')
                then cast(region as string)
        end as region,
        case
            when cast(lsn as string) not in ('NA', '', 'it\'s \\ nothing') then cast(lsn as string)
        end as lsn,
        case
            when cast(op as string) not in ('NA', '', 'it\'s \\ nothing') then cast(op as string)
        end as op,
        case
            when cast(updated_at as string) not in ('NA', '', 'it\'s \\ nothing')
                then cast(updated_at as string)
        end as updated_at
    from source
),

renamed as (
    select
        ---------- ids
        cast(id as int64) as customer_id,

        ---------- strings
        segment,
        region,
        op,

        ---------- numerics
        cast(lsn as int64) as lsn,

        ---------- timestamps
        cast(updated_at as datetime) as updated_at
    from null_texts_read
    where segment <> 'test'
)

select * from renamed
