with

source as (
    select * from {{ source('shop', 'accounts') }}
),

renamed as (
    select
        ---------- ids
        cast(bank as varchar(65535)) as bank,
        cast(account as integer) as account,

        ---------- strings
        cast(owner as varchar(65535)) as owner,
        cast(op as varchar(65535)) as op,

        ---------- booleans
        coalesce(cast(op as varchar(65535)) in ('D', 'T'), false) as _is_deleted,

        ---------- timestamps
        cast(updated_at as timestamp) as updated_at,
        cast(arrived_at as timestamp) as arrived_at,

        ---------- others
        json_parse(details) as details
    from source
)

select * from renamed
