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
        "{{ add_new_columns(
            this,
            {
                'loyalty': 'varchar',
                'current_loyalty': 'varchar',
                'score': 'decimal(9, 2)',
                'level': 'varchar',
                'first_score': 'decimal(9, 2)',
                'last_score': 'decimal(9, 2)'
            }
        ) }}"
    ]
) }}

with

customers as (
    select * from {{ ref('int_shop__customers_events') }}
),

{% if is_incremental() %}
{# Nothing is read yet where the table has no value of an attribute that was added to it. #}
loads_read as (
    select
        case
            when
                count(loyalty) > 0
                and count(score) > 0
                and count(level) > 0
                and count(first_score) > 0
                and count(last_score) > 0
                then coalesce(max(_loaded_at), timestamp '0001-01-01 00:00:00')
            else timestamp '0001-01-01 00:00:00'
        end as _read_up_to
    from {{ this }}
),
{% endif %}

{% if is_incremental() %}
{# Keys with events since the last load that changed this table, or of this load time. #}
changed_keys as (
    select distinct customer_id
    from {{ ref('int_shop__customers_events') }}
    where
        _loaded_at > (select loads_read._read_up_to from loads_read)
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
        loyalty,
        score,
        _has_loyalty,
        _has_score,
        _event_at,
        _is_deleted,
        min(case when _has_loyalty or _is_deleted then 1 else 0 end) over (
            partition by customer_id, _event_at
        ) as _all_has_loyalty,
        row_number() over (
            partition by customer_id, _event_at
            order by
                _is_deleted desc,
                _loaded_at desc nulls last,
                segment desc nulls last,
                loyalty desc nulls last,
                score desc nulls last,
                _has_loyalty desc nulls last,
                _has_score desc nulls last
        ) as _recency
    from touched_events
),

states_as_said as (
    select
        customer_id,
        segment,
        case when _has_loyalty then loyalty end as loyalty,
        case when _has_score then score end as score,
        upper(loyalty) as level,
        case when _has_score then score end as first_score,
        score as last_score,
        _has_loyalty,
        _has_score,
        _all_has_loyalty,
        _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_counted as (
    select
        *,
        sum(case when _has_score and not _is_deleted then 1 else 0 end) over (
            partition by customer_id
            order by _event_at
            rows between unbounded preceding and current row
        ) as _known_has_score
    from states_as_said
),

{# What was delivered without an attribute has the value that was known before, or else first. #}
states as (
    select
        customer_id,
        segment,
        loyalty,
        level,
        last_score,
        first_value(score) over (
            partition by customer_id, greatest(_known_has_score, 1)
            order by case when _has_score and not _is_deleted then 0 else 1 end, _event_at
            rows between unbounded preceding and unbounded following
        ) as score,
        first_value(first_score) over (
            partition by customer_id, greatest(_known_has_score, 1)
            order by case when _has_score and not _is_deleted then 0 else 1 end, _event_at
            rows between unbounded preceding and unbounded following
        ) as first_score,
        _has_loyalty,
        _has_score,
        _all_has_loyalty,
        _event_at,
        _is_deleted
    from states_counted
),

states_compared as (
    select
        *,
        lag(segment) over (partition by customer_id order by _event_at) as _previous_segment,
        lag(score) over (partition by customer_id order by _event_at) as _previous_score,
        lag(level) over (partition by customer_id order by _event_at) as _previous_level,
        lag(loyalty) over (partition by customer_id order by _event_at) as _previous_loyalty,
        lag(_has_loyalty) over (partition by customer_id order by _event_at) as _before_has_loyalty,
        coalesce(
            lag(_is_deleted) over (partition by customer_id order by _event_at),
            true
        ) as _was_deleted
    from states
),

states_in_versions as (
    select
        *,
        sum(
            case
                when
                    not _is_deleted and _was_deleted
                    or not _is_deleted and (segment is distinct from _previous_segment)
                    or not _is_deleted and (score is distinct from _previous_score)
                    or not _is_deleted and (level is distinct from _previous_level)
                    or not _is_deleted and (
                        (loyalty is distinct from _previous_loyalty)
                        and (_all_has_loyalty = 1 or _before_has_loyalty)
                    )
                    then 1
                else 0
            end
        ) over (
            partition by customer_id
            order by _event_at
            rows between unbounded preceding and current row
        ) as _version
    from states_compared
),

{# A tracked value changes, or a life begins or ends. #}
turning_points as (
    select * from states_in_versions
    where
        _is_deleted and not _was_deleted
        or not _is_deleted and _was_deleted
        or not _is_deleted and (segment is distinct from _previous_segment)
        or not _is_deleted and (score is distinct from _previous_score)
        or not _is_deleted and (level is distinct from _previous_level)
        or not _is_deleted and (
            (loyalty is distinct from _previous_loyalty)
            and (_all_has_loyalty = 1 or _before_has_loyalty)
        )
),

intervals as (
    select
        customer_id,
        segment,
        score,
        level,
        _event_at as valid_from,
        lead(_event_at) over (partition by customer_id order by _event_at) as valid_to,
        _is_deleted,
        _version
    from turning_points
),

states_by_seniority as (
    select
        customer_id,
        first_score,
        row_number() over (partition by customer_id order by _event_at) as _recency
    from states
    where not _is_deleted
),

first_states as (
    select * from states_by_seniority
    where _recency = 1
),

states_by_recency as (
    select
        customer_id,
        loyalty,
        last_score,
        row_number() over (partition by customer_id order by _event_at desc) as _recency
    from states
    where not _is_deleted
),

last_states as (
    select * from states_by_recency
    where _recency = 1
),

states_by_version as (
    select
        customer_id,
        _version,
        loyalty,
        row_number() over (
            partition by customer_id, _version
            order by _event_at desc
        ) as _recency
    from states_in_versions
    where not _is_deleted
),

version_states as (
    select * from states_by_version
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
        version_states.loyalty,
        last_states.loyalty as current_loyalty,
        intervals.score,
        intervals.level,
        first_states.first_score,
        last_states.last_score,
        intervals.valid_from,
        intervals.valid_to,
        intervals.valid_to is null as is_current
    from intervals
    inner join first_states
        on intervals.customer_id = first_states.customer_id
    inner join last_states
        on intervals.customer_id = last_states.customer_id
    inner join version_states
        on intervals.customer_id = version_states.customer_id
        and intervals._version = version_states._version
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
        'Unknown' as loyalty,
        'Unknown' as current_loyalty,
        cast(null as decimal(9, 2)) as score,
        'Unknown' as level,
        cast(null as decimal(9, 2)) as first_score,
        cast(null as decimal(9, 2)) as last_score,
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
        'loyalty',
        'current_loyalty',
        'score',
        'level',
        'first_score',
        'last_score',
        'valid_from',
        'valid_to',
        'is_current'
    ],
    existing='existing_rows',
    ends=['valid_to', 'is_current']
) }}
