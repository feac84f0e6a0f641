{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='customer_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}"
    ]
) }}

with

customers as (
    select * from {{ ref('int_shop__customers_events') }}
),

referenced as (
    select * from {{ ref('int_customer_referenced') }}
),

{% if is_incremental() %}
{# Keys that are inferred, that may have to be, and those with events that this table lacks. #}
keys_to_look_at as (
    select stored.customer_id
    from {{ this }} as stored
    where stored.is_inferred

    union all

    select referenced.customer_id
    from referenced
    left join {{ this }} as stored
        on referenced.customer_id = stored.customer_id
    where stored.customer_id is null

    union all

    select customer_id
    from {{ ref('int_shop__customers_events') }}
    where
        _loaded_at > (
            select coalesce(max(stored._loaded_at), timestamp '0001-01-01 00:00:00')
            from {{ this }} as stored
        )
        or _loaded_at = {{ load_at() }}
),
{% endif %}

{% if is_incremental() %}
changed_keys as (
    select distinct customer_id
    from keys_to_look_at
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
        email,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by customer_id, _event_at
            order by
                _is_deleted desc,
                _loaded_at desc nulls last,
                segment desc nulls last,
                email desc nulls last
        ) as _recency
    from touched_events
),

states as (
    select
        customer_id,
        segment,
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
        case when _is_deleted then _previous_segment else segment end as segment,
        case
            when
                row_number() over (partition by customer_id order by _event_at) = 1
                and _event_at > timestamp '1900-01-01 00:00:00'
                then timestamp '1900-01-01 00:00:00'
            else _event_at
        end as valid_from,
        lead(_event_at) over (partition by customer_id order by _event_at) as valid_to,
        case
            when row_number() over (partition by customer_id order by _event_at) = 1
                then timestamp '1900-01-01 00:00:00'
            when _event_at = timestamp '1900-01-01 00:00:00'
                then min(_event_at) over (partition by customer_id)
            else _event_at
        end as _keyed_at,
        _is_deleted
    from turning_points
),

states_by_recency as (
    select
        customer_id,
        segment,
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
            || '|;' || strftime(intervals._keyed_at, '%Y-%m-%d %H:%M:%S.%f')
        ) as customer_key,
        md5(cast(intervals.customer_id as varchar)) as customer_durable_key,
        intervals.customer_id,
        intervals.segment,
        last_states.segment as current_segment,
        last_states.email,
        intervals.valid_from,
        intervals.valid_to,
        intervals.valid_to is null as is_current,
        intervals._is_deleted as is_deleted
    from intervals
    inner join last_states
        on intervals.customer_id = last_states.customer_id
),

{# Rows of a fact may point to a member longer than its source does. #}
referenced_so_far as (
    select customer_id
    from referenced
    {% if is_incremental() %}

    union all

    select stored.customer_id
    from {{ this }} as stored
    where stored.is_inferred
    {% endif %}
),

keys_to_infer as (
    select distinct customer_id
    from referenced_so_far
),

{# Keys that are referred to and that the source does not tell of yet. #}
inferred_members as (
    select
        md5(
            cast(keys_to_infer.customer_id as varchar)
            || '|;' || strftime(timestamp '1900-01-01 00:00:00', '%Y-%m-%d %H:%M:%S.%f')
        ) as customer_key,
        md5(cast(keys_to_infer.customer_id as varchar)) as customer_durable_key,
        keys_to_infer.customer_id,
        cast(null as varchar) as segment,
        cast(null as varchar) as current_segment,
        cast(null as varchar) as email,
        timestamp '1900-01-01 00:00:00' as valid_from,
        cast(null as timestamp) as valid_to,
        true as is_current,
        false as is_deleted,
        true as is_inferred
    from keys_to_infer
    {% if is_incremental() %}
    inner join changed_keys
        on keys_to_infer.customer_id = changed_keys.customer_id
    {% endif %}
    left join versions
        on keys_to_infer.customer_id = versions.customer_id
    where versions.customer_id is null
),

with_inferred_members as (
    select
        customer_key,
        customer_durable_key,
        customer_id,
        segment,
        current_segment,
        email,
        valid_from,
        valid_to,
        is_current,
        is_deleted,
        false as is_inferred
    from versions

    union all

    select * from inferred_members
),

with_inferred_members_numbered as (
    select
        cast(
            '0x'
            || translate(substring(customer_key, 1, 1), '89abcdef', '01234567')
            || substring(customer_key, 2, 15) as bigint
        ) as customer_key,
        cast(
            '0x'
            || translate(substring(customer_durable_key, 1, 1), '89abcdef', '01234567')
            || substring(customer_durable_key, 2, 15) as bigint
        ) as customer_durable_key,
        customer_id,
        segment,
        current_segment,
        email,
        valid_from,
        valid_to,
        is_current,
        is_deleted,
        is_inferred
    from with_inferred_members
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
        -1 as customer_key,
        -1 as customer_durable_key,
        cast(null as bigint) as customer_id,
        'Unknown' as segment,
        'Unknown' as current_segment,
        'Unknown' as email,
        timestamp '1900-01-01 00:00:00' as valid_from,
        cast(null as timestamp) as valid_to,
        true as is_current,
        false as is_deleted,
        false as is_inferred
),

final as (
    select * from with_inferred_members_numbered

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='customer_key',
    columns=[
        'customer_key',
        'customer_durable_key',
        'customer_id',
        'segment',
        'current_segment',
        'email',
        'valid_from',
        'valid_to',
        'is_current',
        'is_deleted',
        'is_inferred'
    ],
    identity=['customer_id'],
    existing='existing_rows'
) }}
