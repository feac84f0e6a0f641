with

source as (
    select * from {{ source('shop', 'accounts') }}
),

renamed as (
    select
        ---------- ids
        cast(bank as string) as bank,
        cast(account as int64) as account,

        ---------- strings
        cast(owner as string) as owner,
        cast(op as string) as op,

        ---------- booleans
        coalesce(cast(op as string) in ('D', 'T'), false) as _is_deleted,

        ---------- timestamps
        cast(updated_at as datetime) as updated_at,
        cast(arrived_at as datetime) as arrived_at,

        ---------- others
        case when details is not null then parse_json(format('%t', details)) end as details
    from source
)

select * from renamed
