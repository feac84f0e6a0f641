{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='office_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_empty_input(ref('int_shop__offices_events'), this, 'office_id') }}"
    ]
) }}

with

offices as (
    select * from {{ ref('int_shop__offices_events') }}
),

members_of_manager as (
    select * from {{ ref('dim_manager') }}
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        office_id,
        city,
        head_id,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by office_id, _event_at
            order by
                _is_deleted desc,
                _loaded_at desc nulls last,
                city desc nulls last,
                head_id desc nulls last
        ) as _recency
    from offices
),

states as (
    select
        office_id,
        city,
        head_id as _referring_head_id,
        _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_by_recency as (
    select
        office_id,
        city,
        _referring_head_id,
        row_number() over (partition by office_id order by _event_at desc) as _recency
    from states
    where not _is_deleted
),

last_states as (
    select * from states_by_recency
    where _recency = 1
),

events_by_recency as (
    select
        office_id,
        _is_deleted,
        row_number() over (partition by office_id order by _event_at desc) as _recency
    from states
),

last_events as (
    select * from events_by_recency
    where _recency = 1
),

members as (
    select
        md5(cast(last_states.office_id as varchar)) as office_key,
        last_states.office_id,
        last_states.city,
        last_states._referring_head_id,
        last_events._is_deleted as is_deleted
    from last_states
    inner join last_events
        on last_states.office_id = last_events.office_id
),

with_references as (
    select
        members.office_key,
        members.office_id,
        members.city,
        coalesce(referred_head.manager_key, '-1') as head_key,
        members.is_deleted
    from members
    left join members_of_manager as referred_head
        on members._referring_head_id = referred_head.manager_id
        and referred_head.is_current
),

reserved_members as (
    select
        '-1' as office_key,
        cast(null as bigint) as office_id,
        'Unknown' as city,
        '-1' as head_key,
        false as is_deleted
),

final as (
    select * from with_references

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='office_key',
    columns=['office_key', 'office_id', 'city', 'head_key', 'is_deleted']
) }}
