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

{% if is_incremental() %}
{# Keys with events since the last load that changed this table, or of this load time. #}
changed_keys as (
    select distinct customer_id
    from {{ ref('int_shop__customers_events') }}
    where
        _loaded_at > (
            select coalesce(max(stored._loaded_at), datetime '0001-01-01 00:00:00')
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
        _event_at,
        row_number() over (
            partition by customer_id, _event_at
            order by _loaded_at desc nulls last, segment desc nulls last
        ) as _recency
    from touched_events
),

states as (
    select
        customer_id,
        segment,
        _event_at
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
        or segment is distinct from _previous_segment
),

intervals as (
    select
        customer_id,
        segment,
        _event_at as valid_from,
        lead(_event_at) over (partition by customer_id order by _event_at) as valid_to
    from turning_points
),

versions as (
    select
        to_hex(md5(
            cast(customer_id as string)
            || '|;' || format_datetime('%Y-%m-%d %H:%M:%E6S', valid_from)
        )) as customer_key,
        to_hex(md5(cast(customer_id as string))) as customer_durable_key,
        customer_id,
        segment,
        valid_from,
        valid_to,
        valid_to is null as is_current
    from intervals
),

versions_numbered as (
    select
        cast(
            '0x'
            || translate(substring(customer_key, 1, 1), '89abcdef', '01234567')
            || substring(customer_key, 2, 15) as int64
        ) as customer_key,
        cast(
            '0x'
            || translate(substring(customer_durable_key, 1, 1), '89abcdef', '01234567')
            || substring(customer_durable_key, 2, 15) as int64
        ) as customer_durable_key,
        customer_id,
        segment,
        valid_from,
        valid_to,
        is_current
    from versions
),

{% if is_incremental() %}
{# What the table holds of these keys, and its reserved members. #}
existing_rows as (
    select stored.*
    from {{ this }} as stored
    left join changed_keys
        on stored.customer_id = changed_keys.customer_id
    where
        changed_keys.customer_id is not null
        or stored.customer_id is null
),
{% endif %}

reserved_members as (
    select
        -1 as customer_key,
        -1 as customer_durable_key,
        cast(null as int64) as customer_id,
        'Unknown' as segment,
        datetime '1900-01-01 00:00:00' as valid_from,
        cast(null as datetime) as valid_to,
        true as is_current

    union all

    select
        -2 as customer_key,
        -2 as customer_durable_key,
        cast(null as int64) as customer_id,
        'Not applicable' as segment,
        datetime '1900-01-01 00:00:00' as valid_from,
        cast(null as datetime) as valid_to,
        true as is_current
),

final as (
    select * from versions_numbered

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
        'valid_from',
        'valid_to',
        'is_current'
    ],
    identity=['customer_id', 'valid_from'],
    existing='existing_rows'
) }}
