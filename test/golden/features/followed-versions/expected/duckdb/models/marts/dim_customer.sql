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
        "{{ stop_on_null_keys(ref('stg_shop__customers'), ['customer_id', 'changed_at']) }}",
        "{{ stop_on_cut_log(
            ref('stg_shop__customers'),
            this,
            ['customer_id'],
            begins='logged.changed_at = stored.valid_from',
            where='not exists (select 1 from ' ~ this ~ ' as earlier where earlier.customer_id = stored.customer_id and earlier.valid_to = stored.valid_from and (earlier.account_manager_key <> stored.account_manager_key or earlier.deputy_key <> stored.deputy_key))'
        ) }}",
        "{{ stop_on_missing_members(
            ref('stg_shop__customers'),
            ref('dim_account_manager_history'),
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
    select * from {{ ref('dim_account_manager_history') }}
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        customer_id,
        segment,
        manager_id,
        deputy_id,
        changed_at,
        _is_deleted,
        row_number() over (
            partition by customer_id, changed_at
            order by
                _is_deleted desc,
                segment desc nulls last,
                manager_id desc nulls last,
                deputy_id desc nulls last
        ) as _recency
    from customers
),

own_states as (
    select
        customer_id,
        segment,
        deputy_id,
        manager_id as _referring_manager_id,
        changed_at as _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

own_states_over_time as (
    select
        *,
        lead(_event_at) over (partition by customer_id order by _event_at) as _until
    from own_states
),

{# A row changes with its own events, and with the versions of what it points to at that time. #}
instants_of_sides as (
    select
        customer_id,
        _event_at
    from own_states_over_time

    union all

    select
        own_states_over_time.customer_id,
        referred_account_manager.valid_from as _event_at
    from own_states_over_time
    inner join versions_of_account_manager as referred_account_manager
        on own_states_over_time._referring_manager_id = referred_account_manager.manager_id
        and own_states_over_time._event_at < referred_account_manager.valid_from
        and (
            own_states_over_time._until is null
            or own_states_over_time._until > referred_account_manager.valid_from
        )
    where not own_states_over_time._is_deleted

    union all

    select
        own_states_over_time.customer_id,
        referred_account_manager.valid_to as _event_at
    from own_states_over_time
    inner join versions_of_account_manager as referred_account_manager
        on own_states_over_time._referring_manager_id = referred_account_manager.manager_id
        and own_states_over_time._event_at < referred_account_manager.valid_to
        and (
            own_states_over_time._until is null
            or own_states_over_time._until > referred_account_manager.valid_to
        )
    where
        not own_states_over_time._is_deleted
        and not referred_account_manager.is_current

    union all

    select
        own_states_over_time.customer_id,
        referred_deputy.valid_from as _event_at
    from own_states_over_time
    inner join versions_of_account_manager as referred_deputy
        on own_states_over_time.deputy_id = referred_deputy.manager_id
        and own_states_over_time._event_at < referred_deputy.valid_from
        and (
            own_states_over_time._until is null
            or own_states_over_time._until > referred_deputy.valid_from
        )
    where not own_states_over_time._is_deleted

    union all

    select
        own_states_over_time.customer_id,
        referred_deputy.valid_to as _event_at
    from own_states_over_time
    inner join versions_of_account_manager as referred_deputy
        on own_states_over_time.deputy_id = referred_deputy.manager_id
        and own_states_over_time._event_at < referred_deputy.valid_to
        and (
            own_states_over_time._until is null
            or own_states_over_time._until > referred_deputy.valid_to
        )
    where
        not own_states_over_time._is_deleted
        and not referred_deputy.is_current
),

instants as (
    select distinct
        customer_id,
        _event_at
    from instants_of_sides
),

states as (
    select
        instants.customer_id,
        own_states_over_time.segment,
        own_states_over_time.deputy_id,
        own_states_over_time._referring_manager_id,
        coalesce(referred_account_manager.account_manager_key, -1) as account_manager_key,
        coalesce(
            referred_account_manager.account_manager_durable_key,
            -1
        ) as account_manager_durable_key,
        case
            when own_states_over_time.deputy_id is null then -2
            else coalesce(referred_deputy.account_manager_key, -1)
        end as deputy_key,
        case
            when own_states_over_time.deputy_id is null then -2
            else coalesce(referred_deputy.account_manager_durable_key, -1)
        end as deputy_durable_key,
        instants._event_at,
        own_states_over_time._is_deleted
    from instants
    inner join own_states_over_time
        on instants.customer_id = own_states_over_time.customer_id
        and instants._event_at >= own_states_over_time._event_at
        and (
            own_states_over_time._until is null
            or instants._event_at < own_states_over_time._until
        )
    left join versions_of_account_manager as referred_account_manager
        on own_states_over_time._referring_manager_id = referred_account_manager.manager_id
        and instants._event_at >= referred_account_manager.valid_from
        and (
            referred_account_manager.valid_to is null
            or instants._event_at < referred_account_manager.valid_to
        )
    left join versions_of_account_manager as referred_deputy
        on own_states_over_time.deputy_id = referred_deputy.manager_id
        and instants._event_at >= referred_deputy.valid_from
        and (referred_deputy.valid_to is null or instants._event_at < referred_deputy.valid_to)
),

states_compared as (
    select
        *,
        lag(segment) over (partition by customer_id order by _event_at) as _previous_segment,
        lag(account_manager_key) over (
            partition by customer_id
            order by _event_at
        ) as _previous_account_manager_key,
        lag(account_manager_durable_key) over (
            partition by customer_id
            order by _event_at
        ) as _previous_account_manager_durable_key,
        lag(deputy_key) over (partition by customer_id order by _event_at) as _previous_deputy_key,
        lag(deputy_durable_key) over (
            partition by customer_id
            order by _event_at
        ) as _previous_deputy_durable_key,
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
        or not _is_deleted and (segment is distinct from _previous_segment)
        or not _is_deleted and (account_manager_key is distinct from _previous_account_manager_key)
        or not _is_deleted and (
            account_manager_durable_key is distinct from _previous_account_manager_durable_key
        )
        or not _is_deleted and (deputy_key is distinct from _previous_deputy_key)
        or not _is_deleted and (deputy_durable_key is distinct from _previous_deputy_durable_key)
),

intervals as (
    select
        customer_id,
        case when _is_deleted then _previous_segment else segment end as segment,
        case
            when _is_deleted then _previous_account_manager_key
            else account_manager_key
        end as account_manager_key,
        case
            when _is_deleted then _previous_account_manager_durable_key
            else account_manager_durable_key
        end as account_manager_durable_key,
        case when _is_deleted then _previous_deputy_key else deputy_key end as deputy_key,
        case
            when _is_deleted then _previous_deputy_durable_key
            else deputy_durable_key
        end as deputy_durable_key,
        _event_at as valid_from,
        lead(_event_at) over (partition by customer_id order by _event_at) as valid_to,
        _is_deleted
    from turning_points
),

states_by_recency as (
    select
        customer_id,
        deputy_id,
        _referring_manager_id,
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
            || '|;' || strftime(intervals.valid_from, '%Y-%m-%d %H:%M:%S.%f')
        ) as customer_key,
        intervals.customer_id,
        intervals.segment,
        last_states.deputy_id,
        last_states._referring_manager_id,
        intervals.account_manager_key,
        intervals.account_manager_durable_key,
        intervals.deputy_key,
        intervals.deputy_durable_key,
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
        versions.deputy_id,
        versions.account_manager_key,
        versions.account_manager_durable_key,
        versions.deputy_key,
        versions.deputy_durable_key,
        coalesce(referred_adviser.account_manager_key, -1) as adviser_key,
        coalesce(referred_adviser.account_manager_durable_key, -1) as adviser_durable_key,
        versions.valid_from,
        versions.valid_to,
        versions.is_current,
        versions.is_deleted
    from versions
    left join members_of_account_manager as referred_adviser
        on versions._referring_manager_id = referred_adviser.manager_id
),

reserved_members as (
    select
        '-1' as customer_key,
        cast(null as bigint) as customer_id,
        'Unknown' as segment,
        cast(null as bigint) as deputy_id,
        -1 as account_manager_key,
        -1 as account_manager_durable_key,
        -1 as deputy_key,
        -1 as deputy_durable_key,
        -1 as adviser_key,
        -1 as adviser_durable_key,
        timestamp '1900-01-01 00:00:00' as valid_from,
        cast(null as timestamp) as valid_to,
        true as is_current,
        false as is_deleted
),

final as (
    select * from with_references

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
        'deputy_id',
        'account_manager_key',
        'account_manager_durable_key',
        'deputy_key',
        'deputy_durable_key',
        'adviser_key',
        'adviser_durable_key',
        'valid_from',
        'valid_to',
        'is_current',
        'is_deleted'
    ],
    ends=['valid_to', 'is_current']
) }}
