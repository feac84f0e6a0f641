with

source as (
    select * from {{ source('shop', 'accounts') }}
),

renamed as (
    select
        ---------- ids
        cast(bank as varchar) as bank,
        cast(account as integer) as account,

        ---------- strings
        cast(owner as varchar) as owner,
        cast(op as varchar) as op,

        ---------- booleans
        coalesce(cast(op as varchar) in ('D', 'T'), false) as _is_deleted,

        ---------- timestamps
        cast(updated_at as timestamp) as updated_at,
        cast(arrived_at as timestamp) as arrived_at,

        ---------- others
        cast(details as json) as details
    from source
)

select * from renamed
