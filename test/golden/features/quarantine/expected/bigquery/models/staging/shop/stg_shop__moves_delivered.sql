with

source as (
    select * from {{ source('shop', 'moves') }}
),

renamed as (
    select
        ---------- ids
        cast(move_id as int64) as move_id,

        ---------- strings
        cast(city as string) as city,

        ---------- timestamps
        cast(arrived_at as datetime) as arrived_at
    from source
)

select * from renamed
