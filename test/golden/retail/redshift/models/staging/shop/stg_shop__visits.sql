with

source as (
    select * from {{ source('shop', 'visits') }}
),

renamed as (
    select
        ---------- ids
        cast(visit_id as varchar(80)) as visit_id,
        cast(store_id as integer) as store_id,

        ---------- strings
        cast('store' as varchar(40)) as channel,
        cast(null as varchar(200)) as campaign,

        ---------- timestamps
        cast(visited_at as timestamp) as visited_at
    from source
)

select * from renamed
