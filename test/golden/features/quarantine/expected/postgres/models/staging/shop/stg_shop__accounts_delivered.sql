with

source as (
    select * from {{ source('shop', 'accounts') }}
),

renamed as (
    select
        ---------- ids
        cast(bank as text) as bank,
        cast(account as integer) as account,

        ---------- strings
        cast(owner as text) as owner,
        cast(op as text) as op,

        ---------- booleans
        coalesce(cast(op as text) in ('D', 'T'), false) as _is_deleted,

        ---------- timestamps
        cast(updated_at as timestamp) as updated_at,
        cast(arrived_at as timestamp) as arrived_at,

        ---------- others
        cast(details as jsonb) as details
    from source
)

select * from renamed
