with

source as (
    select * from {{ source('shop', 'moves') }}
),

renamed as (
    select
        ---------- ids
        cast(move_id as bigint) as move_id,

        ---------- strings
        cast(city as varchar(65535)) as city,

        ---------- timestamps
        cast(arrived_at as timestamp) as arrived_at
    from source
)

select * from renamed
