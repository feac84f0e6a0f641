{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='employee_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_hr__countries'), ['country_code', 'changed_at']) }}",
        "{{ stop_on_null_keys(ref('stg_hr__currencies'), ['currency_code']) }}",
        "{{ stop_on_repeated_keys(ref('stg_hr__currencies'), ['currency_code']) }}",
        "{{ stop_on_cut_log(
            ref('int_employees_joined'),
            this,
            ['employee_id'],
            begins='logged._event_at = stored.valid_from',
            where='stored.valid_from not in ('
            ~ 'select joined._event_at from ' ~ ref('int_hr__offices_events') ~ ' as joined '
            ~ 'where joined._event_at is not null)'
            ~ ' and ' ~ 'stored.valid_from not in ('
            ~ \"select joined.changed_at at time zone 'UTC' from \" ~ ref('stg_hr__countries') ~ ' as joined '
            ~ \"where joined.changed_at at time zone 'UTC' is not null)\"
            ~ ' and ' ~ 'stored.valid_from not in ('
            ~ 'select joined._event_at from ' ~ ref('int_hr__employees_events') ~ ' as joined '
            ~ 'where joined._event_at is not null)'
        ) }}"
    ]
) }}

with

employees_joined as (
    select * from {{ ref('int_employees_joined') }}
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        employee_id,
        full_name,
        office_name,
        present_office_name,
        country_name,
        manager_name,
        currency_name,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by employee_id, _event_at
            order by
                _is_deleted desc,
                full_name desc nulls last,
                office_name desc nulls last,
                present_office_name desc nulls last,
                country_name desc nulls last,
                manager_name desc nulls last,
                currency_name desc nulls last
        ) as _recency
    from employees_joined
),

states as (
    select
        employee_id,
        full_name,
        office_name,
        country_name,
        manager_name,
        currency_name,
        present_office_name,
        _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(office_name) over (
            partition by employee_id
            order by _event_at
        ) as _previous_office_name,
        lag(country_name) over (
            partition by employee_id
            order by _event_at
        ) as _previous_country_name,
        lag(manager_name) over (
            partition by employee_id
            order by _event_at
        ) as _previous_manager_name,
        coalesce(
            lag(_is_deleted) over (partition by employee_id order by _event_at),
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
            office_name <> _previous_office_name,
            office_name is not null or _previous_office_name is not null
        )
        or not _is_deleted and coalesce(
            country_name <> _previous_country_name,
            country_name is not null or _previous_country_name is not null
        )
        or not _is_deleted and coalesce(
            manager_name <> _previous_manager_name,
            manager_name is not null or _previous_manager_name is not null
        )
),

intervals as (
    select
        employee_id,
        office_name,
        country_name,
        manager_name,
        _event_at as valid_from,
        lead(_event_at) over (partition by employee_id order by _event_at) as valid_to,
        _is_deleted
    from turning_points
),

states_by_recency as (
    select
        employee_id,
        full_name,
        country_name,
        currency_name,
        present_office_name,
        row_number() over (partition by employee_id order by _event_at desc) as _recency
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
            cast(intervals.employee_id as varchar)
            || '|;' || to_char(intervals.valid_from, 'YYYY-MM-DD HH24:MI:SS.US')
        ) as employee_key,
        intervals.employee_id,
        last_states.full_name,
        intervals.office_name,
        intervals.country_name,
        last_states.country_name as current_country_name,
        intervals.manager_name,
        last_states.currency_name,
        last_states.present_office_name,
        intervals.valid_from,
        intervals.valid_to,
        intervals.valid_to is null as is_current
    from intervals
    inner join last_states
        on intervals.employee_id = last_states.employee_id
    where not intervals._is_deleted
),

reserved_members as (
    select
        '-1' as employee_key,
        cast(null as bigint) as employee_id,
        'Unknown' as full_name,
        'Unknown' as office_name,
        'Unknown' as country_name,
        'Unknown' as current_country_name,
        'Unknown' as manager_name,
        'Unknown' as currency_name,
        'Unknown' as present_office_name,
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
    key='employee_key',
    columns=[
        'employee_key',
        'employee_id',
        'full_name',
        'office_name',
        'country_name',
        'current_country_name',
        'manager_name',
        'currency_name',
        'present_office_name',
        'valid_from',
        'valid_to',
        'is_current'
    ]
) }}
