{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='campaign_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at', 'identity': ['campaign']},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('int_campaigns'), ['campaign']) }}",
        "{{ stop_on_empty_input(ref('int_campaigns'), this, 'campaign') }}"
    ]
) }}

with

campaigns as (
    select * from {{ ref('int_campaigns') }}
),

members as (
    select
        md5(campaign) as campaign_key,
        campaign,
        cast(upper(left(campaign, 1)) || substring(campaign, 2) as varchar) as campaign_name,
        starts_with(campaign, 'newsletter') as is_newsletter
    from campaigns
),

reserved_members as (
    select
        '-1' as campaign_key,
        cast(null as varchar) as campaign,
        'Unknown' as campaign_name,
        cast(null as boolean) as is_newsletter

    union all

    select
        '-2' as campaign_key,
        cast(null as varchar) as campaign,
        'Not applicable' as campaign_name,
        cast(null as boolean) as is_newsletter
),

final as (
    select * from members

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='campaign_key',
    columns=['campaign_key', 'campaign', 'campaign_name', 'is_newsletter']
) }}
