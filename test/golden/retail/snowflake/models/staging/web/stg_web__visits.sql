with

source as (
    select * from {{ source('web', 'visits') }}
),

renamed as (
    select
        ---------- ids
        cast(visit_id as varchar(20)) as visit_id,
        cast(null as integer) as store_id,

        ---------- strings
        cast('web' as varchar(10)) as channel,
        cast(nullif(lower(trim(utm_campaign)), '') as varchar(50)) as campaign,

        ---------- timestamps
        cast(visited_at as timestamp_ntz) as visited_at
    from source
)

select * from renamed
