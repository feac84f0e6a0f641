{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='store_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at', 'identity': ['store_id']},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_empty_input(ref('int_shop__stores_events'), this, 'store_id') }}"
    ]
) }}

with

stores as (
    select * from {{ ref('int_shop__stores_events') }}
),

truncates as (
    select distinct
        _event_at,
        lsn,
        _is_deleted,
        _loaded_at
    from stores
    where coalesce(op in ('T'), false)
),

known_keys as (
    select distinct store_id
    from stores
    where not coalesce(op in ('T'), false)
),

{# A truncate ends every key that has an earlier event. #}
events_with_truncates as (
    select
        store_id,
        store_name,
        city,
        opened_on,
        _event_at,
        lsn,
        _is_deleted,
        _loaded_at
    from stores
    where not coalesce(op in ('T'), false)

    union all

    select
        known_keys.store_id,
        cast(null as varchar) as store_name,
        cast(null as varchar) as city,
        cast(null as date) as opened_on,
        truncates._event_at,
        truncates.lsn,
        truncates._is_deleted,
        truncates._loaded_at
    from known_keys
    cross join truncates
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        store_id,
        store_name,
        city,
        opened_on,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by store_id, _event_at
            order by
                lsn desc nulls last,
                _is_deleted desc,
                _loaded_at desc nulls last,
                store_name desc nulls last,
                city desc nulls last,
                opened_on desc nulls last
        ) as _recency
    from events_with_truncates
),

states as (
    select
        store_id,
        store_name,
        city,
        opened_on,
        _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_by_recency as (
    select
        store_id,
        store_name,
        city,
        row_number() over (partition by store_id order by _event_at desc) as _recency
    from states
    where not _is_deleted
),

last_states as (
    select * from states_by_recency
    where _recency = 1
),

states_by_seniority as (
    select
        store_id,
        opened_on,
        row_number() over (partition by store_id order by _event_at) as _recency
    from states
    where not _is_deleted
),

first_states as (
    select * from states_by_seniority
    where _recency = 1
),

events_by_recency as (
    select
        store_id,
        _is_deleted,
        row_number() over (partition by store_id order by _event_at desc) as _recency
    from states
),

last_events as (
    select * from events_by_recency
    where _recency = 1
),

members as (
    select
        md5(cast(last_states.store_id as varchar)) as store_key,
        last_states.store_id,
        last_states.store_name,
        last_states.city,
        first_states.opened_on,
        last_events._is_deleted as is_deleted
    from last_states
    inner join first_states
        on last_states.store_id = first_states.store_id
    inner join last_events
        on last_states.store_id = last_events.store_id
),

reserved_members as (
    select
        '-1' as store_key,
        cast(null as integer) as store_id,
        'Unknown' as store_name,
        'Unknown' as city,
        cast(null as date) as opened_on,
        false as is_deleted

    union all

    select
        '-2' as store_key,
        cast(null as integer) as store_id,
        'Not applicable' as store_name,
        'Not applicable' as city,
        cast(null as date) as opened_on,
        false as is_deleted
),

final as (
    select * from members

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='store_key',
    columns=[
        'store_key',
        'store_id',
        'store_name',
        'city',
        'opened_on',
        'is_deleted'
    ]
) }}
