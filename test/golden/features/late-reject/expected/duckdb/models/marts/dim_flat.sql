{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='flat_key',
    on_schema_change='fail',
    meta={
        'removed_when_null': '_loaded_at',
        'identity': ['building', 'flat', 'valid_from'],
        'ends': ['valid_to', 'is_current']
    },
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}"
    ]
) }}

with

moves as (
    select * from {{ ref('int_flat_events') }}
),

{% if is_incremental() %}
{# Keys with events since the last load that changed this table, or of this load time. #}
changed_keys as (
    select distinct
        building,
        flat
    from {{ ref('int_flat_events') }}
    where
        _loaded_at > (
            select coalesce(max(stored._loaded_at), timestamp '0001-01-01 00:00:00')
            from {{ this }} as stored
        )
        or _loaded_at = {{ load_at() }}
),
{% endif %}

touched_events as (
    select moves.*
    from moves
    {% if is_incremental() %}
    inner join changed_keys
        on moves.building = changed_keys.building
        and moves.flat = changed_keys.flat
    {% endif %}
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        building,
        flat,
        tenant,
        _event_at,
        row_number() over (
            partition by building, flat, _event_at
            order by
                arrived_at desc nulls last,
                _loaded_at desc nulls last,
                tenant desc nulls last
        ) as _recency
    from touched_events
),

states as (
    select
        building,
        flat,
        tenant,
        _event_at
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(tenant) over (partition by building, flat order by _event_at) as _previous_tenant,
        lag(_event_at) over (partition by building, flat order by _event_at) as _previous_event_at
    from states
),

{# The first state of a key, and each at which a tracked value changes. #}
turning_points as (
    select * from states_compared
    where
        _previous_event_at is null
        or (tenant is distinct from _previous_tenant)
),

intervals as (
    select
        building,
        flat,
        tenant,
        case
            when
                row_number() over (partition by building, flat order by _event_at) = 1
                and _event_at > timestamp '1900-01-01 00:00:00'
                then timestamp '1900-01-01 00:00:00'
            else _event_at
        end as valid_from,
        lead(_event_at) over (partition by building, flat order by _event_at) as valid_to
    from turning_points
),

versions as (
    select
        md5(
            replace(building, '|', '||')
            || '|;' || cast(flat as varchar)
            || '|;' || strftime(valid_from, '%Y-%m-%d %H:%M:%S.%f')
        ) as flat_key,
        building,
        flat,
        tenant,
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
        on stored.building = changed_keys.building
        and stored.flat = changed_keys.flat

    union all

    select * from {{ this }}
    where building is null
),
{% endif %}

reserved_members as (
    select
        '-1' as flat_key,
        cast(null as varchar) as building,
        cast(null as integer) as flat,
        'Unknown' as tenant,
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
    key='flat_key',
    columns=[
        'flat_key',
        'building',
        'flat',
        'tenant',
        'valid_from',
        'valid_to',
        'is_current'
    ],
    existing='existing_rows',
    ends=['valid_to', 'is_current']
) }}
