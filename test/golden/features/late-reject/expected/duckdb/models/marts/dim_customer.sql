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
        "{{ stop_on_earlier_load(this) }}"
    ]
) }}

with

customers as (
    select * from {{ ref('int_customer_events') }}
),

{% if is_incremental() %}
{# Keys with events since the last load that changed this table, or of this load time. #}
changed_keys as (
    select distinct customer_id
    from {{ ref('int_customer_events') }}
    where
        _loaded_at > (
            select coalesce(max(stored._loaded_at), timestamp '0001-01-01 00:00:00')
            from {{ this }} as stored
        )
        or _loaded_at = {{ load_at() }}
),
{% endif %}

touched_events as (
    select customers.*
    from customers
    {% if is_incremental() %}
    inner join changed_keys
        on customers.customer_id = changed_keys.customer_id
    {% endif %}
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        customer_id,
        segment,
        region,
        email,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by customer_id, _event_at
            order by
                _is_deleted desc,
                _loaded_at desc nulls last,
                segment desc nulls last,
                region desc nulls last,
                email desc nulls last
        ) as _recency
    from touched_events
),

states as (
    select
        customer_id,
        segment,
        region,
        email,
        _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(segment) over (partition by customer_id order by _event_at) as _previous_segment,
        lag(region) over (partition by customer_id order by _event_at) as _previous_region,
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
        or not _is_deleted and (region is distinct from _previous_region)
),

intervals as (
    select
        customer_id,
        segment,
        region,
        _event_at as valid_from,
        lead(_event_at) over (partition by customer_id order by _event_at) as valid_to,
        _is_deleted
    from turning_points
),

states_by_recency as (
    select
        customer_id,
        region,
        email,
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
        intervals.region,
        last_states.region as current_region,
        last_states.email,
        intervals.valid_from,
        intervals.valid_to,
        intervals.valid_to is null as is_current
    from intervals
    inner join last_states
        on intervals.customer_id = last_states.customer_id
    where not intervals._is_deleted
),

{% if is_incremental() %}
{# What the table holds of these keys, and its reserved members. #}
existing_rows as (
    select stored.*
    from {{ this }} as stored
    inner join changed_keys
        on stored.customer_id = changed_keys.customer_id

    union all

    select * from {{ this }}
    where customer_id is null
),
{% endif %}

reserved_members as (
    select
        '-1' as customer_key,
        cast(null as bigint) as customer_id,
        'Unknown' as segment,
        'Unknown' as region,
        'Unknown' as current_region,
        'Unknown' as email,
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
        'current_region',
        'email',
        'valid_from',
        'valid_to',
        'is_current'
    ],
    existing='existing_rows',
    ends=['valid_to', 'is_current']
) }}
