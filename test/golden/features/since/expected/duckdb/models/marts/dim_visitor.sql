{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='visitor_key',
    on_schema_change='fail',
    meta={
        'removed_when_null': '_loaded_at',
        'identity': ['visitor_id', 'valid_from'],
        'ends': ['valid_to', 'is_current']
    },
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ add_new_columns(this, {'device': 'varchar'}) }}"
    ]
) }}

with

visitors as (
    select * from {{ ref('int_shop__visitors_events') }}
),

{% if is_incremental() %}
{# Nothing is read yet where the table has no value of an attribute that was added to it. #}
loads_read as (
    select
        case
            when count(device) > 0
                then coalesce(max(_loaded_at), timestamp '0001-01-01 00:00:00')
            else timestamp '0001-01-01 00:00:00'
        end as _read_up_to
    from {{ this }}
),
{% endif %}

{% if is_incremental() %}
{# Keys with events since the last load that changed this table, or of this load time. #}
changed_keys as (
    select distinct visitor_id
    from {{ ref('int_shop__visitors_events') }}
    where
        _loaded_at > (select loads_read._read_up_to from loads_read)
        or _loaded_at = {{ load_at() }}
),
{% endif %}

touched_events as (
    select visitors.*
    from visitors
    {% if is_incremental() %}
    inner join changed_keys
        on visitors.visitor_id = changed_keys.visitor_id
    {% endif %}
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        visitor_id,
        browser,
        device,
        _has_device,
        _event_at,
        _is_deleted,
        min(case when _has_device or _is_deleted then 1 else 0 end) over (
            partition by visitor_id, _event_at
        ) as _all_has_device,
        row_number() over (
            partition by visitor_id, _event_at
            order by
                _is_deleted desc,
                _loaded_at desc nulls last,
                browser desc nulls last,
                device desc nulls last,
                _has_device desc nulls last
        ) as _recency
    from touched_events
),

states as (
    select
        visitor_id,
        browser,
        case when _has_device then device end as device,
        _has_device,
        _all_has_device,
        _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(browser) over (partition by visitor_id order by _event_at) as _previous_browser,
        lag(device) over (partition by visitor_id order by _event_at) as _previous_device,
        lag(_has_device) over (partition by visitor_id order by _event_at) as _before_has_device,
        coalesce(
            lag(_is_deleted) over (partition by visitor_id order by _event_at),
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
                    or not _is_deleted and (browser is distinct from _previous_browser)
                    or not _is_deleted and (
                        (device is distinct from _previous_device)
                        and (_all_has_device = 1 or _before_has_device)
                    )
                    then 1
                else 0
            end
        ) over (
            partition by visitor_id
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
        or not _is_deleted and (browser is distinct from _previous_browser)
        or not _is_deleted and (
            (device is distinct from _previous_device)
            and (_all_has_device = 1 or _before_has_device)
        )
),

intervals as (
    select
        visitor_id,
        case when _is_deleted then _previous_browser else browser end as browser,
        _event_at as valid_from,
        lead(_event_at) over (partition by visitor_id order by _event_at) as valid_to,
        _is_deleted,
        _version
    from turning_points
),

states_by_version as (
    select
        visitor_id,
        _version,
        device,
        row_number() over (
            partition by visitor_id, _version
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
            cast(intervals.visitor_id as varchar)
            || '|;' || strftime(intervals.valid_from, '%Y-%m-%d %H:%M:%S.%f')
        ) as visitor_key,
        intervals.visitor_id,
        intervals.browser,
        version_states.device,
        intervals.valid_from,
        intervals.valid_to,
        intervals.valid_to is null as is_current,
        intervals._is_deleted as is_deleted
    from intervals
    inner join version_states
        on intervals.visitor_id = version_states.visitor_id
        and intervals._version = version_states._version
),

{% if is_incremental() %}
{# What the table holds of these keys, and its reserved members. #}
existing_rows as (
    select stored.*
    from {{ this }} as stored
    inner join changed_keys
        on stored.visitor_id = changed_keys.visitor_id

    union all

    select * from {{ this }}
    where visitor_id is null
),
{% endif %}

reserved_members as (
    select
        '-1' as visitor_key,
        cast(null as bigint) as visitor_id,
        'Unknown' as browser,
        'Unknown' as device,
        timestamp '1900-01-01 00:00:00' as valid_from,
        cast(null as timestamp) as valid_to,
        true as is_current,
        false as is_deleted
),

final as (
    select * from versions

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='visitor_key',
    columns=[
        'visitor_key',
        'visitor_id',
        'browser',
        'device',
        'valid_from',
        'valid_to',
        'is_current',
        'is_deleted'
    ],
    existing='existing_rows',
    ends=['valid_to', 'is_current']
) }}
