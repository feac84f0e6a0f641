{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='manager_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}"
    ]
) }}

with

managers as (
    select * from {{ ref('int_shop__managers_events') }}
),

referenced as (
    select * from {{ ref('int_manager_referenced') }}
),

{% if is_incremental() %}
{# Keys that are inferred, that may have to be, and those with events that this table lacks. #}
keys_to_look_at as (
    select stored.manager_id
    from {{ this }} as stored
    where stored.is_inferred

    union all

    select referenced.manager_id
    from referenced
    left join {{ this }} as stored
        on referenced.manager_id = stored.manager_id
    where stored.manager_id is null

    union all

    select manager_id
    from {{ ref('int_shop__managers_events') }}
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
    select distinct manager_id
    from keys_to_look_at
),
{% endif %}

touched_events as (
    select managers.*
    from managers
    {% if is_incremental() %}
    inner join changed_keys
        on managers.manager_id = changed_keys.manager_id
    {% endif %}
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        manager_id,
        team,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by manager_id, _event_at
            order by
                _is_deleted desc,
                _loaded_at desc nulls last,
                team desc nulls last
        ) as _recency
    from touched_events
),

states as (
    select
        manager_id,
        team,
        _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(team) over (partition by manager_id order by _event_at) as _previous_team,
        coalesce(
            lag(_is_deleted) over (partition by manager_id order by _event_at),
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
        or not _is_deleted and team is distinct from _previous_team
),

intervals as (
    select
        manager_id,
        team,
        case
            when
                row_number() over (partition by manager_id order by _event_at) = 1
                and _event_at > timestamp '1900-01-01 00:00:00'
                then timestamp '1900-01-01 00:00:00'
            else _event_at
        end as valid_from,
        lead(_event_at) over (partition by manager_id order by _event_at) as valid_to,
        case
            when row_number() over (partition by manager_id order by _event_at) = 1
                then timestamp '1900-01-01 00:00:00'
            when _event_at = timestamp '1900-01-01 00:00:00'
                then min(_event_at) over (partition by manager_id)
            else _event_at
        end as _keyed_at,
        _is_deleted
    from turning_points
),

versions as (
    select
        md5(
            cast(manager_id as text)
            || '|;'
            || to_char(_keyed_at, 'YYYY-MM-DD HH24:MI:SS.US')
        ) as manager_key,
        manager_id,
        team,
        valid_from,
        valid_to,
        valid_to is null as is_current
    from intervals
    where not _is_deleted
),

{# Keys that are referred to and that the source does not tell of yet. #}
inferred_members as (
    select
        md5(
            cast(referenced.manager_id as text)
            || '|;' || to_char(timestamp '1900-01-01 00:00:00', 'YYYY-MM-DD HH24:MI:SS.US')
        ) as manager_key,
        referenced.manager_id,
        cast(null as text) as team,
        timestamp '1900-01-01 00:00:00' as valid_from,
        cast(null as timestamp) as valid_to,
        true as is_current,
        true as is_inferred
    from referenced
    {% if is_incremental() %}
    inner join changed_keys
        on referenced.manager_id = changed_keys.manager_id
    {% endif %}
    left join versions
        on referenced.manager_id = versions.manager_id
    where versions.manager_id is null
),

with_inferred_members as (
    select
        manager_key,
        manager_id,
        team,
        valid_from,
        valid_to,
        is_current,
        false as is_inferred
    from versions

    union all

    select * from inferred_members
),

{% if is_incremental() %}
{# What the table holds of these keys, and its reserved members. #}
existing_rows as (
    select stored.*
    from {{ this }} as stored
    inner join changed_keys
        on stored.manager_id = changed_keys.manager_id

    union all

    select * from {{ this }}
    where manager_id is null
),
{% endif %}

reserved_members as (
    select
        '-1' as manager_key,
        cast(null as bigint) as manager_id,
        'Unknown' as team,
        timestamp '1900-01-01 00:00:00' as valid_from,
        cast(null as timestamp) as valid_to,
        true as is_current,
        false as is_inferred
),

final as (
    select * from with_inferred_members

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='manager_key',
    columns=[
        'manager_key',
        'manager_id',
        'team',
        'valid_from',
        'valid_to',
        'is_current',
        'is_inferred'
    ],
    existing='existing_rows'
) }}
