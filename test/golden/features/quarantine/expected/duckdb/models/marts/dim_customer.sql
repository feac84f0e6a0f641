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
    select * from {{ ref('int_shop__customers_events') }}
),

{% if is_incremental() %}
{# Keys with events that this table has not read, or of this load time, and when these begin. #}
changed_keys as (
    select
        customer_id,
        min(
            case when _is_deleted then timestamp '0001-01-01 00:00:00' else _event_at end
        ) as _changed_from
    from {{ ref('int_shop__customers_events') }}
    where
        _loaded_at > (
            select coalesce(max(stored._loaded_at), timestamp '0001-01-01 00:00:00')
            from {{ this }} as stored
            where stored._loaded_at < {{ load_at() }}
        )
    group by customer_id
),
{% endif %}

{% if is_incremental() %}
{# Their versions that are open, and those that ended when something changed or later. #}
existing_versions as (
    select
        stored.customer_id,
        stored.segment,
        stored.valid_from,
        stored.valid_to,
        stored.is_current,
        changed_keys._changed_from
    from {{ this }} as stored
    inner join changed_keys
        on stored.customer_id = changed_keys.customer_id
    where stored.valid_to is null

    union all

    select
        stored.customer_id,
        stored.segment,
        stored.valid_from,
        stored.valid_to,
        stored.is_current,
        changed_keys._changed_from
    from {{ this }} as stored
    inner join changed_keys
        on stored.customer_id = changed_keys.customer_id
        and stored.valid_to >= changed_keys._changed_from
),
{% endif %}

{% if is_incremental() %}
{# With their keys, and the reserved members. Hashing is faster than reading hashes. #}
existing_rows as (
    select
        md5(
            cast(customer_id as varchar)
            || '|;'
            || strftime(valid_from, '%Y-%m-%d %H:%M:%S.%f')
        ) as customer_key,
        customer_id,
        segment,
        valid_from,
        valid_to,
        is_current
    from existing_versions

    union all

    select
        customer_key,
        customer_id,
        segment,
        valid_from,
        valid_to,
        is_current
    from {{ this }}
    where customer_id is null
),
{% endif %}

touched_events as (
    select customers.*
    from customers
    {% if is_incremental() %}
    inner join changed_keys
        on customers.customer_id = changed_keys.customer_id
        and customers._event_at >= changed_keys._changed_from
    where customers._event_at >= (select min(changes._changed_from) from changed_keys as changes)
    {% endif %}
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        customer_id,
        segment,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by customer_id, _event_at
            order by
                _is_deleted desc,
                _loaded_at desc nulls last,
                segment desc nulls last
        ) as _recency
    from touched_events
),

{# The version before the first new event of a key stands for all that was said before. #}
states as (
    select
        customer_id,
        segment,
        _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1

    {% if is_incremental() %}
    union all

    select
        customer_id,
        segment,
        valid_from as _event_at,
        false as _is_deleted
    from existing_versions
    where valid_from < _changed_from
    {% endif %}
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

versions as (
    select
        md5(
            cast(customer_id as varchar)
            || '|;'
            || strftime(valid_from, '%Y-%m-%d %H:%M:%S.%f')
        ) as customer_key,
        customer_id,
        segment,
        valid_from,
        valid_to,
        valid_to is null as is_current
    from intervals
    where not _is_deleted
),

reserved_members as (
    select
        '-1' as customer_key,
        cast(null as bigint) as customer_id,
        'Unknown' as segment,
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
        'valid_from',
        'valid_to',
        'is_current'
    ],
    existing='existing_rows',
    ends=['valid_to', 'is_current'],
    sorted_by=['valid_to']
) }}
