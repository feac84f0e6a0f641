{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='move_key',
    on_schema_change='fail',
    meta={
        'removed_when_null': '_loaded_at',
        'identity': ['move_id', 'valid_from'],
        'ends': ['valid_to', 'is_current']
    },
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_cut_log(
            ref('stg_shop__moves'),
            this,
            ['move_id'],
            begins='logged.arrived_at = stored.valid_from'
        ) }}"
    ]
) }}

with

moves as (
    select * from {{ ref('stg_shop__moves') }}
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        move_id,
        city,
        arrived_at,
        row_number() over (
            partition by move_id, arrived_at
            order by arrived_at desc nulls last, city desc nulls last
        ) as _recency
    from moves
),

states as (
    select
        move_id,
        city,
        arrived_at as _event_at
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(city) over (partition by move_id order by _event_at) as _previous_city,
        lag(_event_at) over (partition by move_id order by _event_at) as _previous_event_at
    from states
),

{# The first state of a key, and each at which a tracked value changes. #}
turning_points as (
    select * from states_compared
    where
        _previous_event_at is null
        or (city is distinct from _previous_city)
),

intervals as (
    select
        move_id,
        city,
        _event_at as valid_from,
        lead(_event_at) over (partition by move_id order by _event_at) as valid_to
    from turning_points
),

versions as (
    select
        md5(
            cast(move_id as varchar)
            || '|;'
            || strftime(valid_from, '%Y-%m-%d %H:%M:%S.%f')
        ) as move_key,
        move_id,
        city,
        valid_from,
        valid_to,
        valid_to is null as is_current
    from intervals
),

reserved_members as (
    select
        '-1' as move_key,
        cast(null as bigint) as move_id,
        'Unknown' as city,
        timestamp '1900-01-01 00:00:00' as valid_from,
        cast(null as timestamp) as valid_to,
        true as is_current
),

final as (
    select * from versions

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='move_key',
    columns=[
        'move_key',
        'move_id',
        'city',
        'valid_from',
        'valid_to',
        'is_current'
    ],
    ends=['valid_to', 'is_current']
) }}
