with

source as (
    select * from {{ source('web', 'visits') }}
),

renamed as (
    select
        ---------- ids
        cast(visit_id as varchar(80)) as visit_id,
        cast(null as integer) as store_id,

        ---------- strings
        cast('web' as varchar(40)) as channel,
        cast(nullif(lower(trim(utm_campaign)), '') as varchar(200)) as campaign,

        ---------- timestamps
        cast(visited_at as timestamp) as visited_at
    from source
)

select * from renamed
