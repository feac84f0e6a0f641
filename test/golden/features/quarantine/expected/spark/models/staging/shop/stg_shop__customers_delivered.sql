with

source as (
    select * from {{ source('shop', 'customers') }}
),

renamed as (
    select
        ---------- ids
        cast(id as bigint) as customer_id,

        ---------- strings
        cast(segment as string) as segment,

        ---------- timestamps
        cast(updated_at as timestamp_ntz) as updated_at
    from source
)

select * from renamed
