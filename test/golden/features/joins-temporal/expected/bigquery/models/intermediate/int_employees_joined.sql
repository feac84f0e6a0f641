with

employees as (
    select * from {{ ref('int_hr__employees_events') }}
),

offices as (
    select * from {{ ref('int_hr__offices_events') }}
),

countries as (
    select * from {{ ref('stg_hr__countries') }}
),

currencies as (
    select * from {{ ref('stg_hr__currencies') }}
),

employees_over_time_ranked as (
    select
        employee_id,
        full_name,
        manager_id,
        office_id,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by employee_id, _event_at
            order by
                _is_deleted desc,
                _loaded_at desc nulls last,
                full_name desc nulls last,
                manager_id desc nulls last,
                office_id desc nulls last
        ) as _recency
    from employees
),

{# What each key said, from when on, and until when. #}
employees_over_time as (
    select
        employee_id,
        full_name,
        manager_id,
        office_id,
        _event_at,
        lead(_event_at) over (partition by employee_id order by _event_at) as _until,
        _is_deleted
    from employees_over_time_ranked
    where _recency = 1
),

truncates_of_offices as (
    select distinct
        _event_at,
        lsn,
        _is_deleted,
        _loaded_at
    from offices
    where coalesce(op in ('T'), false)
),

known_keys_of_offices as (
    select distinct office_id
    from offices
    where not coalesce(op in ('T'), false)
),

{# A truncate ends every key that has an earlier event. #}
events_with_truncates_of_offices as (
    select
        office_id,
        office_name,
        country_code,
        _event_at,
        lsn,
        _is_deleted,
        _loaded_at
    from offices
    where not coalesce(op in ('T'), false)

    union all

    select
        known_keys_of_offices.office_id,
        cast(null as string) as office_name,
        cast(null as string) as country_code,
        truncates_of_offices._event_at,
        truncates_of_offices.lsn,
        truncates_of_offices._is_deleted,
        truncates_of_offices._loaded_at
    from known_keys_of_offices
    cross join truncates_of_offices
),

offices_over_time_ranked as (
    select
        office_id,
        office_name,
        country_code,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by office_id, _event_at
            order by
                lsn desc nulls last,
                _is_deleted desc,
                _loaded_at desc nulls last,
                office_name desc nulls last,
                country_code desc nulls last
        ) as _recency
    from events_with_truncates_of_offices
),

{# What each key said, from when on, and until when. #}
offices_over_time as (
    select
        office_id,
        office_name,
        country_code,
        _event_at,
        lead(_event_at) over (partition by office_id order by _event_at) as _until,
        _is_deleted
    from offices_over_time_ranked
    where _recency = 1
),

countries_over_time_ranked as (
    select
        country_code,
        country_name,
        currency_code,
        changed_at,
        row_number() over (
            partition by country_code, changed_at
            order by country_name desc nulls last, currency_code desc nulls last
        ) as _recency
    from countries
),

{# What each key said, from when on, and until when. #}
countries_over_time as (
    select
        country_code,
        country_name,
        currency_code,
        datetime(changed_at, 'UTC') as _event_at,
        lead(datetime(changed_at, 'UTC')) over (
            partition by country_code
            order by changed_at
        ) as _until
    from countries_over_time_ranked
    where _recency = 1
),

offices_ranked as (
    select
        office_id,
        office_name,
        country_code,
        _is_deleted,
        row_number() over (
            partition by office_id
            order by
                _event_at desc,
                lsn desc nulls last,
                _is_deleted desc,
                _loaded_at desc nulls last,
                office_name desc nulls last,
                country_code desc nulls last
        ) as _recency
    from events_with_truncates_of_offices
),

latest_offices as (
    select * from offices_ranked
    where
        _recency = 1
        and not _is_deleted
),

{# A row changes with its own events, and with those of what it points to at that time. #}
instants_of_sides as (
    select
        employee_id,
        _event_at
    from employees_over_time

    union all

    select
        employees_over_time.employee_id,
        offices_over_time._event_at
    from employees_over_time
    inner join offices_over_time
        on employees_over_time.office_id = offices_over_time.office_id
        and employees_over_time._event_at <= offices_over_time._event_at
        and (
            employees_over_time._until is null
            or employees_over_time._until > offices_over_time._event_at
        )
    where not employees_over_time._is_deleted

    union all

    select
        employees_over_time.employee_id,
        countries_over_time._event_at
    from employees_over_time
    inner join offices_over_time
        on employees_over_time.office_id = offices_over_time.office_id
    inner join countries_over_time
        on offices_over_time.country_code = countries_over_time.country_code
        and employees_over_time._event_at <= countries_over_time._event_at
        and (
            employees_over_time._until is null
            or employees_over_time._until > countries_over_time._event_at
        )
        and offices_over_time._event_at <= countries_over_time._event_at
        and (
            offices_over_time._until is null
            or offices_over_time._until > countries_over_time._event_at
        )
    where
        not employees_over_time._is_deleted
        and not offices_over_time._is_deleted

    union all

    select
        employees_over_time.employee_id,
        manager._event_at
    from employees_over_time
    inner join employees_over_time as manager
        on employees_over_time.manager_id = manager.employee_id
        and employees_over_time._event_at <= manager._event_at
        and (employees_over_time._until is null or employees_over_time._until > manager._event_at)
    where not employees_over_time._is_deleted
),

instants as (
    select distinct
        employee_id,
        _event_at
    from instants_of_sides
),

joined as (
    select
        employees_over_time.employee_id,
        employees_over_time.full_name,
        offices_over_time.office_name,
        present_office.office_name as present_office_name,
        countries_over_time.country_name,
        manager.full_name as manager_name,
        currencies.currency_name,
        instants._event_at,
        employees_over_time._is_deleted or not coalesce(
            offices_over_time.office_name is distinct from 'Test',
            false
        ) as _is_deleted
    from instants
    inner join employees_over_time
        on instants.employee_id = employees_over_time.employee_id
        and instants._event_at >= employees_over_time._event_at
        and (employees_over_time._until is null or instants._event_at < employees_over_time._until)
    left join offices_over_time
        on employees_over_time.office_id = offices_over_time.office_id
        and instants._event_at >= offices_over_time._event_at
        and (offices_over_time._until is null or instants._event_at < offices_over_time._until)
        and not offices_over_time._is_deleted
    left join countries_over_time
        on offices_over_time.country_code = countries_over_time.country_code
        and instants._event_at >= countries_over_time._event_at
        and (countries_over_time._until is null or instants._event_at < countries_over_time._until)
    left join employees_over_time as manager
        on employees_over_time.manager_id = manager.employee_id
        and instants._event_at >= manager._event_at
        and (manager._until is null or instants._event_at < manager._until)
        and not manager._is_deleted
    left join latest_offices as present_office
        on employees_over_time.office_id = present_office.office_id
    left join currencies
        on countries_over_time.currency_code = currencies.currency_code
)

select * from joined
