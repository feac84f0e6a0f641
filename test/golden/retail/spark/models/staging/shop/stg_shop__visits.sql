with

source as (
    select * from {{ source('shop', 'visits') }}
),

renamed as (
    select
        ---------- ids
        cast(visit_id as string) as visit_id,
        cast(store_id as int) as store_id,

        ---------- strings
        'store' as channel,
        cast(null as string) as campaign,

        ---------- timestamps
        cast(visited_at as timestamp_ntz) as visited_at
    from source
)

select * from renamed
