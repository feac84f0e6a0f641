with

source as (
    select * from {{ source('shop', 'accounts') }}
),

renamed as (
    select
        ---------- ids
        cast(bank as string) as bank,
        cast(account as int) as account,

        ---------- strings
        cast(owner as string) as owner,
        cast(op as string) as op,

        ---------- booleans
        coalesce(cast(op as string) in ('D', 'T'), false) as _is_deleted,

        ---------- timestamps
        cast(updated_at as timestamp_ntz) as updated_at,
        cast(arrived_at as timestamp_ntz) as arrived_at,

        ---------- others
        cast(details as string) as details
    from source
)

select * from renamed
