with

visits as (
    select * from {{ ref('int_shop__visits_events') }}
),

web_visits as (
    select * from {{ ref('stg_web__visits') }}
),

visits_ranked as (
    select
        visit_id,
        channel,
        store_id,
        campaign,
        visited_at,
        row_number() over (
            partition by visit_id
            order by
                _event_at desc,
                _loaded_at desc nulls last,
                channel desc nulls last,
                store_id desc nulls last,
                campaign desc nulls last,
                visited_at desc nulls last
        ) as _recency
    from visits
),

latest_visits as (
    select * from visits_ranked
    where _recency = 1
),

web_visits_ranked as (
    select
        visit_id,
        channel,
        store_id,
        campaign,
        visited_at,
        row_number() over (
            partition by visit_id
            order by
                visited_at desc nulls last,
                channel desc nulls last,
                store_id desc nulls last,
                campaign desc nulls last
        ) as _recency
    from web_visits
),

latest_web_visits as (
    select * from web_visits_ranked
    where _recency = 1
),

unioned as (
    select
        visit_id,
        channel,
        store_id,
        campaign,
        visited_at
    from latest_visits

    union all

    select
        visit_id,
        channel,
        store_id,
        campaign,
        visited_at
    from latest_web_visits
)

select * from unioned
