{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='price_key',
    on_schema_change='fail',
    meta={
        'removed_when_null': '_loaded_at',
        'identity': ['product_id', 'valid_from'],
        'ends': ['valid_to', 'is_current']
    },
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}"
    ]
) }}

with

prices as (
    select * from {{ ref('int_shop__prices_events') }}
),

{% if is_incremental() %}
{# Keys with events since the last load that changed this table, or of this load time. #}
changed_keys as (
    select distinct product_id
    from {{ ref('int_shop__prices_events') }}
    where
        _loaded_at > (
            select coalesce(max(stored._loaded_at), timestamp '0001-01-01 00:00:00')
            from {{ this }} as stored
        )
        or _loaded_at = {{ load_at() }}
),
{% endif %}

touched_events as (
    select prices.*
    from prices
    {% if is_incremental() %}
    inner join changed_keys
        on prices.product_id = changed_keys.product_id
    {% endif %}
),

stated_periods as (
    select
        *,
        case
            when ends_on < date '9999-12-31'
                then cast(cast(date_add(ends_on, interval 1 day) as date) as timestamp)
        end as _ends_at
    from touched_events
),

{# Of several rows about one period the last one counts. #}
stated_ranked as (
    select
        product_id,
        amount,
        _event_at,
        _ends_at,
        _is_deleted,
        row_number() over (
            partition by product_id, _event_at
            order by
                _loaded_at desc,
                _is_deleted desc,
                _ends_at desc nulls last,
                amount desc nulls last
        ) as _recency
    from stated_periods
),

periods as (
    select
        product_id,
        amount,
        _event_at,
        _ends_at
    from stated_ranked
    where
        _recency = 1
        and not _is_deleted
        and (_ends_at is null or _ends_at > _event_at)
),

period_ends as (
    select distinct
        product_id,
        _ends_at as _event_at
    from periods
    where _ends_at is not null
),

{# What still holds where a period ends, and since when. #}
periods_at_ends as (
    select
        period_ends.product_id,
        periods.amount,
        period_ends._event_at,
        periods._event_at as _began_at
    from period_ends
    left join periods
        on period_ends.product_id = periods.product_id
        and period_ends._event_at >= periods._event_at
        and (periods._ends_at is null or period_ends._event_at < periods._ends_at)
),

periods_ranked as (
    select
        *,
        row_number() over (
            partition by product_id, _event_at
            order by _began_at desc nulls last
        ) as _recency
    from periods_at_ends
),

{# Where a period ends, the latest of those that still hold takes over. #}
events_of_periods as (
    select
        product_id,
        amount,
        _event_at,
        false as _is_deleted
    from periods

    union all

    select
        product_id,
        amount,
        _event_at,
        _began_at is null as _is_deleted
    from periods_ranked
    where
        _recency = 1
        and (_began_at is null or _began_at < _event_at)
),

events_ranked as (
    select
        product_id,
        amount,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by product_id, _event_at
            order by _event_at
        ) as _recency
    from events_of_periods
),

states as (
    select
        product_id,
        amount,
        _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(amount) over (partition by product_id order by _event_at) as _previous_amount,
        coalesce(
            lag(_is_deleted) over (partition by product_id order by _event_at),
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
        or not _is_deleted and (amount is distinct from _previous_amount)
),

intervals as (
    select
        product_id,
        amount,
        _event_at as valid_from,
        lead(_event_at) over (partition by product_id order by _event_at) as valid_to,
        _is_deleted
    from turning_points
),

versions as (
    select
        md5(
            cast(product_id as varchar)
            || '|;'
            || strftime(valid_from, '%Y-%m-%d %H:%M:%S.%f')
        ) as price_key,
        product_id,
        amount,
        valid_from,
        valid_to,
        valid_to is null as is_current
    from intervals
    where not _is_deleted
),

{% if is_incremental() %}
{# What the table holds of these keys, and its reserved members. #}
existing_rows as (
    select stored.*
    from {{ this }} as stored
    inner join changed_keys
        on stored.product_id = changed_keys.product_id

    union all

    select * from {{ this }}
    where product_id is null
),
{% endif %}

reserved_members as (
    select
        '-1' as price_key,
        cast(null as bigint) as product_id,
        cast(null as decimal(10, 2)) as amount,
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
    key='price_key',
    columns=[
        'price_key',
        'product_id',
        'amount',
        'valid_from',
        'valid_to',
        'is_current'
    ],
    existing='existing_rows',
    ends=['valid_to', 'is_current']
) }}
