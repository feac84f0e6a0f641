with

source as (
    select * from {{ source('web', 'visits') }}
),

renamed as (
    select
        ---------- ids
        cast(visit_id as string) as visit_id,
        cast(null as int64) as store_id,

        ---------- strings
        'web' as channel,
        nullif(lower(trim(utm_campaign, ' ')), '') as campaign,

        ---------- timestamps
        cast(visited_at as datetime) as visited_at
    from source
)

select * from renamed
