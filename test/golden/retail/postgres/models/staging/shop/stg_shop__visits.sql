with

source as (
    select * from {{ source('shop', 'visits') }}
),

renamed as (
    select
        ---------- ids
        cast(visit_id as text) as visit_id,
        cast(store_id as integer) as store_id,

        ---------- strings
        'store' as channel,
        cast(null as text) as campaign,

        ---------- timestamps
        cast(visited_at as timestamp) as visited_at
    from source
)

select * from renamed
