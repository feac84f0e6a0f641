with

source as (
    select * from {{ source('web', 'visits') }}
),

renamed as (
    select
        ---------- ids
        cast(visit_id as text) as visit_id,
        cast(null as integer) as store_id,

        ---------- strings
        'web' as channel,
        nullif(lower(trim(utm_campaign)), '') as campaign,

        ---------- timestamps
        cast(visited_at as timestamp) as visited_at
    from source
)

select * from renamed
