{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='plane_key',
    on_schema_change='fail',
    meta={
        'removed_when_null': '_loaded_at',
        'identity': ['tail_number', 'valid_from'],
        'ends': ['valid_to', 'is_current']
    },
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(
            ref('int_plane_operations'),
            ['tail_number', 'scheduled_departure_at']
        ) }}",
        "{{ stop_on_null_keys(ref('stg_nycflights__planes'), ['tail_number']) }}",
        "{{ stop_on_repeated_keys(ref('stg_nycflights__planes'), ['tail_number']) }}",
        "{{ stop_on_cut_log(
            ref('int_plane_operations'),
            this,
            ['tail_number'],
            begins='logged.scheduled_departure_at = stored.valid_from'
        ) }}"
    ]
) }}

with

plane_operations as (
    select * from {{ ref('int_plane_operations') }}
),

{# Nothing orders events at one instant: the same one of them is taken by every run. #}
events_ranked as (
    select
        tail_number,
        carrier,
        year_built,
        manufacturer,
        model,
        engines,
        seats,
        scheduled_departure_at,
        row_number() over (
            partition by tail_number, scheduled_departure_at
            order by
                carrier desc nulls last,
                year_built desc nulls last,
                manufacturer desc nulls last,
                model desc nulls last,
                engines desc nulls last,
                seats desc nulls last
        ) as _recency
    from plane_operations
),

states as (
    select
        tail_number,
        carrier as operator,
        year_built,
        manufacturer,
        model,
        engines,
        seats,
        scheduled_departure_at as _event_at
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(operator) over (partition by tail_number order by _event_at) as _previous_operator,
        lag(_event_at) over (partition by tail_number order by _event_at) as _previous_event_at
    from states
),

{# The first state of a key, and each at which a tracked value changes. #}
turning_points as (
    select * from states_compared
    where
        _previous_event_at is null
        or (operator is distinct from _previous_operator)
),

intervals as (
    select
        tail_number,
        operator,
        _event_at as valid_from,
        lead(_event_at) over (partition by tail_number order by _event_at) as valid_to
    from turning_points
),

states_by_recency as (
    select
        tail_number,
        year_built,
        manufacturer,
        model,
        engines,
        seats,
        row_number() over (partition by tail_number order by _event_at desc) as _recency
    from states
),

last_states as (
    select * from states_by_recency
    where _recency = 1
),

versions as (
    select
        md5(
            replace(intervals.tail_number, '|', '||')
            || '|;' || strftime(intervals.valid_from, '%Y-%m-%d %H:%M:%S.%f')
        ) as plane_key,
        intervals.tail_number,
        intervals.operator,
        last_states.year_built,
        last_states.manufacturer,
        last_states.model,
        last_states.engines,
        last_states.seats,
        intervals.valid_from,
        intervals.valid_to,
        intervals.valid_to is null as is_current
    from intervals
    inner join last_states
        on intervals.tail_number = last_states.tail_number
),

reserved_members as (
    select
        '-1' as plane_key,
        cast(null as varchar) as tail_number,
        cast(null as varchar) as operator,
        cast(null as integer) as year_built,
        'Unknown' as manufacturer,
        'Unknown' as model,
        cast(null as integer) as engines,
        cast(null as integer) as seats,
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
    key='plane_key',
    columns=[
        'plane_key',
        'tail_number',
        'operator',
        'year_built',
        'manufacturer',
        'model',
        'engines',
        'seats',
        'valid_from',
        'valid_to',
        'is_current'
    ],
    ends=['valid_to', 'is_current']
) }}
