{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='customer_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__customers'), ['customer_id', 'changed_at']) }}",
        "{{ stop_on_cut_log(
            ref('stg_shop__customers'),
            this,
            ['customer_id'],
            begins='logged.changed_at = stored.valid_from'
        ) }}",
        "{{ stop_on_missing_members(
            ref('stg_shop__customers'),
            ref('dim_account_manager'),
            on={'manager_id': 'manager_id'},
            where='not _is_deleted'
        ) }}"
    ]
) }}

with

customers as (
    select * from {{ ref('stg_shop__customers') }}
),

members_of_account_manager as (
    select * from {{ ref('dim_account_manager') }}
),

versions_of_account_manager as (
    select * from {{ ref('dim_account_manager') }}
),

members_of_office as (
    select * from {{ ref('dim_office') }}
),

members_of_date as (
    select * from {{ ref('dim_date') }}
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        customer_id,
        segment,
        manager_id,
        deputy_id,
        country,
        office_number,
        signed_up_at,
        changed_at,
        _is_deleted,
        row_number() over (
            partition by customer_id, changed_at
            order by
                _is_deleted desc,
                segment desc nulls last,
                manager_id desc nulls last,
                deputy_id desc nulls last,
                country desc nulls last,
                office_number desc nulls last,
                signed_up_at desc nulls last
        ) as _recency
    from customers
),

states as (
    select
        customer_id,
        segment,
        manager_id as manager,
        deputy_id as _referring_deputy_id,
        signed_up_at as _referring_signed_up_at,
        country as _referring_country,
        office_number as _referring_office_number,
        changed_at as _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(segment) over (partition by customer_id order by _event_at) as _previous_segment,
        lag(manager) over (partition by customer_id order by _event_at) as _previous_manager,
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
        or not _is_deleted and coalesce(
            segment <> _previous_segment,
            segment is not null or _previous_segment is not null
        )
        or not _is_deleted and coalesce(
            manager <> _previous_manager,
            manager is not null or _previous_manager is not null
        )
),

intervals as (
    select
        customer_id,
        case when _is_deleted then _previous_segment else segment end as segment,
        case when _is_deleted then _previous_manager else manager end as manager,
        _event_at as valid_from,
        lead(_event_at) over (partition by customer_id order by _event_at) as valid_to,
        _is_deleted
    from turning_points
),

states_by_recency as (
    select
        customer_id,
        _referring_deputy_id,
        _referring_signed_up_at,
        _referring_country,
        _referring_office_number,
        row_number() over (partition by customer_id order by _event_at desc) as _recency
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
            cast(intervals.customer_id as varchar)
            || '|;' || to_char(intervals.valid_from, 'YYYY-MM-DD HH24:MI:SS.US')
        ) as customer_key,
        intervals.customer_id,
        intervals.segment,
        intervals.manager,
        last_states._referring_deputy_id,
        last_states._referring_signed_up_at,
        last_states._referring_country,
        last_states._referring_office_number,
        intervals.valid_from,
        intervals.valid_to,
        intervals.valid_to is null as is_current,
        intervals._is_deleted as is_deleted
    from intervals
    inner join last_states
        on intervals.customer_id = last_states.customer_id
),

with_references as (
    select
        versions.customer_key,
        versions.customer_id,
        versions.segment,
        versions.manager,
        coalesce(referred_account_manager.account_manager_key, '-1') as account_manager_key,
        coalesce(
            referred_account_manager.account_manager_durable_key,
            '-1'
        ) as account_manager_durable_key,
        case
            when versions._referring_deputy_id is null then '-2'
            else coalesce(referred_deputy.account_manager_key, '-1')
        end as deputy_key,
        case
            when versions._referring_deputy_id is null then '-2'
            else coalesce(referred_deputy.account_manager_durable_key, '-1')
        end as deputy_durable_key,
        coalesce(referred_greeter.account_manager_key, '-1') as greeter_key,
        coalesce(referred_greeter.account_manager_durable_key, '-1') as greeter_durable_key,
        coalesce(referred_office.office_key, '-1') as office_key,
        coalesce(referred_sign_up_date.date_key, -1) as sign_up_date_key,
        versions.valid_from,
        versions.valid_to,
        versions.is_current,
        versions.is_deleted
    from versions
    left join members_of_account_manager as referred_account_manager
        on versions.manager = referred_account_manager.manager_id
        and referred_account_manager.is_current
    left join members_of_account_manager as referred_deputy
        on versions._referring_deputy_id = referred_deputy.manager_id
        and referred_deputy.is_current
    left join versions_of_account_manager as referred_greeter
        on versions.manager = referred_greeter.manager_id
        and versions._referring_signed_up_at >= referred_greeter.valid_from
        and (
            versions._referring_signed_up_at < referred_greeter.valid_to
            or referred_greeter.valid_to is null
        )
    left join members_of_office as referred_office
        on versions._referring_country = referred_office.country
        and versions._referring_office_number = referred_office.office_number
    left join members_of_date as referred_sign_up_date
        on cast(
            convert_timezone('UTC', 'Europe/Berlin', versions._referring_signed_up_at) as date
        ) = referred_sign_up_date.date_day
),

with_references_numbered as (
    select
        strtol(
            translate(
                substring(customer_key, 1, 1),
                '89abcdef',
                '01234567'
            ) || substring(customer_key, 2, 15),
            16
        ) as customer_key,
        customer_id,
        segment,
        manager,
        account_manager_key,
        account_manager_durable_key,
        deputy_key,
        deputy_durable_key,
        greeter_key,
        greeter_durable_key,
        office_key,
        sign_up_date_key,
        valid_from,
        valid_to,
        is_current,
        is_deleted
    from with_references
),

reserved_members as (
    select
        -1 as customer_key,
        cast(null as bigint) as customer_id,
        'Unknown' as segment,
        cast(null as bigint) as manager,
        '-1' as account_manager_key,
        '-1' as account_manager_durable_key,
        '-1' as deputy_key,
        '-1' as deputy_durable_key,
        '-1' as greeter_key,
        '-1' as greeter_durable_key,
        '-1' as office_key,
        -1 as sign_up_date_key,
        timestamp '1900-01-01 00:00:00' as valid_from,
        cast(null as timestamp) as valid_to,
        true as is_current,
        false as is_deleted
),

final as (
    select * from with_references_numbered

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
        'manager',
        'account_manager_key',
        'account_manager_durable_key',
        'deputy_key',
        'deputy_durable_key',
        'greeter_key',
        'greeter_durable_key',
        'office_key',
        'sign_up_date_key',
        'valid_from',
        'valid_to',
        'is_current',
        'is_deleted'
    ],
    identity=['customer_id', 'valid_from']
) }}
