{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='customer_profile_history_key',
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
        age,
        income_band,
        is_member,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by customer_id, _event_at
            order by
                _is_deleted desc,
                _loaded_at desc nulls last,
                segment desc nulls last,
                age desc nulls last,
                income_band desc nulls last,
                is_member desc nulls last
        ) as _recency
    from touched_events
),

states as (
    select
        customer_id,
        case when age < 30 then 'young' when age >= 30 then 'old' end as age_band,
        income_band,
        _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(age_band) over (partition by customer_id order by _event_at) as _previous_age_band,
        lag(income_band) over (
            partition by customer_id
            order by _event_at
        ) as _previous_income_band,
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
        or not _is_deleted and age_band is distinct from _previous_age_band
        or not _is_deleted and income_band is distinct from _previous_income_band
),

intervals as (
    select
        customer_id,
        age_band,
        income_band,
        _event_at as valid_from,
        lead(_event_at) over (partition by customer_id order by _event_at) as valid_to,
        _is_deleted
    from turning_points
),

versions as (
    select
        to_hex(md5(
            cast(customer_id as string)
            || '|;' || format_datetime('%Y-%m-%d %H:%M:%E6S', valid_from)
        )) as customer_profile_history_key,
        customer_id,
        age_band,
        income_band,
        valid_from,
        valid_to,
        valid_to is null as is_current
    from intervals
    where not _is_deleted
),

profiles as (
    select
        customer_profile_history_key,
        customer_id,
        to_hex(md5(
            coalesce(replace(age_band, '|', '||'), '|0')
            || '|;' || coalesce(replace(income_band, '|', '||'), '|0')
        )) as customer_profile_key,
        valid_from,
        valid_to,
        is_current
    from versions
),

{% if is_incremental() %}
{# What the table holds of these keys. #}
existing_rows as (
    select stored.*
    from {{ this }} as stored
    inner join changed_keys
        on stored.customer_id = changed_keys.customer_id
),
{% endif %}

final as (
    select * from profiles
)

{{ changed_rows(
    'final',
    key='customer_profile_history_key',
    columns=[
        'customer_profile_history_key',
        'customer_id',
        'customer_profile_key',
        'valid_from',
        'valid_to',
        'is_current'
    ],
    existing='existing_rows'
) }}
