{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='customer_key',
    on_schema_change='fail',
    meta={
        'removed_when_null': '_loaded_at',
        'identity': ['customer_id', 'valid_from'],
        'ends': ['valid_to', 'is_current']
    },
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_empty_input(ref('int_shop__customers_events'), this, 'customer_id') }}"
    ]
) }}

with

customers as (
    select * from {{ ref('int_shop__customers_events') }}
),

truncates as (
    select distinct
        _event_at,
        lsn,
        _is_deleted,
        _loaded_at
    from customers
    where coalesce(op in ('T'), false)
),

known_keys as (
    select distinct customer_id
    from customers
    where not coalesce(op in ('T'), false)
),

{# A truncate ends every key that has an earlier event. #}
events_with_truncates as (
    select
        customer_id,
        segment,
        region,
        _event_at,
        lsn,
        _is_deleted,
        _loaded_at
    from customers
    where not coalesce(op in ('T'), false)

    union all

    select
        known_keys.customer_id,
        cast(null as varchar) as segment,
        cast(null as varchar) as region,
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
        customer_id,
        segment,
        region,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by customer_id, _event_at
            order by
                lsn desc nulls last,
                _is_deleted desc,
                _loaded_at desc nulls last,
                segment desc nulls last,
                region desc nulls last
        ) as _recency
    from events_with_truncates
),

states as (
    select
        customer_id,
        segment,
        region,
        _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(segment) over (partition by customer_id order by _event_at) as _previous_segment,
        coalesce(
            lag(_is_deleted) over (partition by customer_id order by _event_at),
            true
        ) as _was_deleted
    from states
),

{# A tracked value changes, or a life begins or ends. #}
turning_points as (
    select * from states_compared
    where
        _is_deleted and not _was_deleted
        or not _is_deleted and _was_deleted
        or not _is_deleted and (segment is distinct from _previous_segment)
),

intervals as (
    select
        customer_id,
        segment,
        _event_at as valid_from,
        lead(_event_at) over (partition by customer_id order by _event_at) as valid_to,
        _is_deleted
    from turning_points
),

states_by_recency as (
    select
        customer_id,
        region,
        row_number() over (partition by customer_id order by _event_at desc) as _recency
    from states
    where not _is_deleted
),

last_states as (
    select * from states_by_recency
    where _recency = 1
),

versions as (
    select
        md5(
            cast(intervals.customer_id as varchar)
            || '|;' || strftime(intervals.valid_from, '%Y-%m-%d %H:%M:%S.%f')
        ) as customer_key,
        intervals.customer_id,
        intervals.segment,
        last_states.region,
        intervals.valid_from,
        intervals.valid_to,
        intervals.valid_to is null as is_current
    from intervals
    inner join last_states
        on intervals.customer_id = last_states.customer_id
    where not intervals._is_deleted
),

reserved_members as (
    select
        '-1' as customer_key,
        cast(null as bigint) as customer_id,
        'Unknown' as segment,
        'Unknown' as region,
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
    key='customer_key',
    columns=[
        'customer_key',
        'customer_id',
        'segment',
        'region',
        'valid_from',
        'valid_to',
        'is_current'
    ],
    ends=['valid_to', 'is_current']
) }}
