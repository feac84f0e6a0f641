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
        "{{ stop_on_null_keys(ref('stg_shop__customers'), ['customer_id', 'updated_at']) }}",
        "{{ stop_on_cut_log(
            ref('stg_shop__customers'),
            this,
            ['customer_id'],
            begins='logged.updated_at = stored.valid_from'
        ) }}"
    ]
) }}

with

customers as (
    select * from {{ ref('stg_shop__customers') }}
),

{# Nothing orders events at one instant: the same one of them is taken by every run. #}
events_ranked as (
    select
        customer_id,
        segment,
        region,
        updated_at,
        row_number() over (
            partition by customer_id, updated_at
            order by segment desc nulls last, region desc nulls last
        ) as _recency
    from customers
),

states as (
    select
        customer_id,
        segment,
        region,
        updated_at as _event_at
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(segment) over (partition by customer_id order by _event_at) as _previous_segment,
        lag(_event_at) over (partition by customer_id order by _event_at) as _previous_event_at
    from states
),

{# The first state of a key, and each at which a tracked value changes. #}
turning_points as (
    select * from states_compared
    where
        _previous_event_at is null
        or (segment is distinct from _previous_segment)
),

intervals as (
    select
        customer_id,
        segment,
        _event_at as valid_from,
        lead(_event_at) over (partition by customer_id order by _event_at) as valid_to
    from turning_points
),

states_by_recency as (
    select
        customer_id,
        region,
        row_number() over (partition by customer_id order by _event_at desc) as _recency
    from states
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
