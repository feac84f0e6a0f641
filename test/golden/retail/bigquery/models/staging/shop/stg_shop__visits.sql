with

source as (
    select * from {{ source('shop', 'visits') }}
),

renamed as (
    select
        ---------- ids
        cast(visit_id as string) as visit_id,
        cast(store_id as int64) as store_id,

        ---------- strings
        'store' as channel,
        cast(null as string) as campaign,

        ---------- timestamps
        cast(visited_at as datetime) as visited_at
    from source
)

select * from renamed
