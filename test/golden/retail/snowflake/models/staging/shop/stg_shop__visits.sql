with

source as (
    select * from {{ source('shop', 'visits') }}
),

renamed as (
    select
        ---------- ids
        cast(visit_id as varchar(20)) as visit_id,
        cast(store_id as integer) as store_id,

        ---------- strings
        cast('store' as varchar(10)) as channel,
        cast(null as varchar(50)) as campaign,

        ---------- timestamps
        cast(visited_at as timestamp_ntz) as visited_at
    from source
)

select * from renamed
