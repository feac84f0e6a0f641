with

visits as (
    select * from {{ ref('stg_web__visits') }}
),

visits_ranked as (
    select
        visit_id,
        campaign,
        row_number() over (
            partition by visit_id
            order by visited_at desc nulls last, campaign desc nulls last
        ) as _recency
    from visits
),

latest_visits as (
    select * from visits_ranked
    where _recency = 1
),

distinct_rows as (
    select distinct campaign
    from latest_visits
    where campaign is not null
)

select * from distinct_rows
