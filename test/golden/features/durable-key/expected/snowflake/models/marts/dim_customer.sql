{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='customer_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    transient=false,
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
            select coalesce(max(stored._loaded_at), cast('0001-01-01 00:00:00' as timestamp_ntz))
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
        md5(
            cast(customer_id as varchar)
            || '|;' || to_char(cast(valid_from as timestamp_ntz), 'YYYY-MM-DD HH24:MI:SS.FF6')
        ) as customer_key,
        md5(cast(customer_id as varchar)) as customer_durable_key,
        customer_id,
        segment,
        valid_from,
        valid_to,
        valid_to is null as is_current
    from intervals
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
        '-1' as customer_durable_key,
        cast(null as bigint) as customer_id,
        'Unknown' as segment,
        cast('1900-01-01 00:00:00' as timestamp_ntz) as valid_from,
        cast(null as timestamp_ntz) as valid_to,
        true as is_current

    union all

    select
        '-2' as customer_key,
        '-2' as customer_durable_key,
        cast(null as bigint) as customer_id,
        'Not applicable' as segment,
        cast('1900-01-01 00:00:00' as timestamp_ntz) as valid_from,
        cast(null as timestamp_ntz) as valid_to,
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
        'customer_durable_key',
        'customer_id',
        'segment',
        'valid_from',
        'valid_to',
        'is_current'
    ],
    existing='existing_rows'
) }}
