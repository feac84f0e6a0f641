{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='account_manager_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_empty_input(ref('int_shop__managers_events'), this, 'manager_id') }}"
    ]
) }}

with

managers as (
    select * from {{ ref('int_shop__managers_events') }}
),

versions_of_department as (
    select * from {{ ref('dim_department') }}
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        manager_id,
        team,
        department_id,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by manager_id, _event_at
            order by
                _is_deleted desc,
                _loaded_at desc nulls last,
                team desc nulls last,
                department_id desc nulls last
        ) as _recency
    from managers
),

own_states as (
    select
        manager_id,
        team,
        department_id as _referring_department_id,
        _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

own_states_over_time as (
    select
        *,
        lead(_event_at) over (partition by manager_id order by _event_at) as _until
    from own_states
),

{# A row changes with its own events, and with the versions of what it points to at that time. #}
instants_of_sides as (
    select
        manager_id,
        _event_at
    from own_states_over_time

    union all

    select
        own_states_over_time.manager_id,
        referred_department.valid_from as _event_at
    from own_states_over_time
    inner join versions_of_department as referred_department
        on own_states_over_time._referring_department_id = referred_department.department_id
        and own_states_over_time._event_at < referred_department.valid_from
        and (
            own_states_over_time._until is null
            or own_states_over_time._until > referred_department.valid_from
        )
    where not own_states_over_time._is_deleted

    union all

    select
        own_states_over_time.manager_id,
        referred_department.valid_to as _event_at
    from own_states_over_time
    inner join versions_of_department as referred_department
        on own_states_over_time._referring_department_id = referred_department.department_id
        and own_states_over_time._event_at < referred_department.valid_to
        and (
            own_states_over_time._until is null
            or own_states_over_time._until > referred_department.valid_to
        )
    where
        not own_states_over_time._is_deleted
        and not referred_department.is_current
),

instants as (
    select distinct
        manager_id,
        _event_at
    from instants_of_sides
),

states as (
    select
        instants.manager_id,
        own_states_over_time.team,
        coalesce(referred_department.department_key, '-1') as department_key,
        instants._event_at,
        own_states_over_time._is_deleted
    from instants
    inner join own_states_over_time
        on instants.manager_id = own_states_over_time.manager_id
        and instants._event_at >= own_states_over_time._event_at
        and (
            own_states_over_time._until is null
            or instants._event_at < own_states_over_time._until
        )
    left join versions_of_department as referred_department
        on own_states_over_time._referring_department_id = referred_department.department_id
        and instants._event_at >= referred_department.valid_from
        and (
            referred_department.valid_to is null
            or instants._event_at < referred_department.valid_to
        )
),

states_compared as (
    select
        *,
        lag(department_key) over (
            partition by manager_id
            order by _event_at
        ) as _previous_department_key,
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
        or not _is_deleted and coalesce(
            department_key <> _previous_department_key,
            department_key is not null or _previous_department_key is not null
        )
),

intervals as (
    select
        manager_id,
        department_key,
        _event_at as valid_from,
        lead(_event_at) over (partition by manager_id order by _event_at) as valid_to,
        _is_deleted
    from turning_points
),

states_by_recency as (
    select
        manager_id,
        team,
        row_number() over (partition by manager_id order by _event_at desc) as _recency
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
            cast(intervals.manager_id as varchar)
            || '|;' || to_char(intervals.valid_from, 'YYYY-MM-DD HH24:MI:SS.US')
        ) as account_manager_key,
        md5(cast(intervals.manager_id as varchar)) as account_manager_durable_key,
        intervals.manager_id,
        last_states.team,
        intervals.department_key,
        intervals.valid_from,
        intervals.valid_to,
        intervals.valid_to is null as is_current
    from intervals
    inner join last_states
        on intervals.manager_id = last_states.manager_id
    where not intervals._is_deleted
),

versions_numbered as (
    select
        strtol(
            translate(
                substring(account_manager_key, 1, 1),
                '89abcdef',
                '01234567'
            ) || substring(account_manager_key, 2, 15),
            16
        ) as account_manager_key,
        strtol(
            translate(
                substring(account_manager_durable_key, 1, 1),
                '89abcdef',
                '01234567'
            ) || substring(account_manager_durable_key, 2, 15),
            16
        ) as account_manager_durable_key,
        manager_id,
        team,
        department_key,
        valid_from,
        valid_to,
        is_current
    from versions
),

reserved_members as (
    select
        -1 as account_manager_key,
        -1 as account_manager_durable_key,
        cast(null as bigint) as manager_id,
        'Unknown' as team,
        '-1' as department_key,
        timestamp '1900-01-01 00:00:00' as valid_from,
        cast(null as timestamp) as valid_to,
        true as is_current

    union all

    select
        -2 as account_manager_key,
        -2 as account_manager_durable_key,
        cast(null as bigint) as manager_id,
        'Not applicable' as team,
        '-1' as department_key,
        timestamp '1900-01-01 00:00:00' as valid_from,
        cast(null as timestamp) as valid_to,
        true as is_current
),

final as (
    select * from versions_numbered

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='account_manager_key',
    columns=[
        'account_manager_key',
        'account_manager_durable_key',
        'manager_id',
        'team',
        'department_key',
        'valid_from',
        'valid_to',
        'is_current'
    ],
    identity=['manager_id', 'valid_from']
) }}
