{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('int_all_visits'), ['channel', 'visit_id']) }}"
    ]
) }}

with

all_visits as (
    select * from {{ ref('int_all_visits') }}
),

store as (
    select * from {{ ref('dim_store') }}
),

campaign as (
    select * from {{ ref('dim_campaign') }}
),

calendar as (
    select * from {{ ref('dim_date') }}
),

final as (
    select
        md5(
            replace(all_visits.channel, '|', '||')
            || '|;' || replace(all_visits.visit_id, '|', '||')
        ) as visits_key,
        case
            when all_visits.store_id is null then '-2'
            else coalesce(store.store_key, '-1')
        end as store_key,
        case
            when all_visits.campaign is null then '-2'
            else coalesce(campaign.campaign_key, '-1')
        end as campaign_key,
        coalesce(visit_date.date_key, -1) as visit_date_key,
        all_visits.channel,
        all_visits.visit_id,
        all_visits.visited_at
    from all_visits
    left join store
        on all_visits.store_id = store.store_id
    left join campaign
        on all_visits.campaign = campaign.campaign
    left join calendar as visit_date
        on cast(
            timezone('Europe/Berlin', all_visits.visited_at at time zone 'UTC') as date
        ) = visit_date.date_day
)

{{ changed_rows(
    'final',
    key='visits_key',
    columns=[
        'visits_key',
        'store_key',
        'campaign_key',
        'visit_date_key',
        'channel',
        'visit_id',
        'visited_at'
    ],
    ignored=[
        'store_key',
        'campaign_key',
        'visit_date_key',
        'channel',
        'visit_id',
        'visited_at'
    ],
    gone='stay'
) }}
