{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='mandate_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    transient=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_empty_input(ref('int_shop__customers_events'), this, 'customer_id') }}"
    ]
) }}

with

customers as (
    select * from {{ ref('int_shop__customers_events') }}
),

versions_of_manager as (
    select * from {{ ref('dim_manager') }}
),

events_in_order as (
    select
        *,
        row_number() over (
            partition by customer_id
            order by
                _event_at,
                _loaded_at nulls first,
                segment nulls first,
                manager_id nulls first
        ) as _position
    from customers
),

{# A null was not sent: what held before still holds. #}
events_carried_forward as (
    select
        customer_id,
        last_value(segment ignore nulls) over (
            partition by customer_id
            order by _position
            rows between unbounded preceding and current row
        ) as segment,
        last_value(manager_id ignore nulls) over (
            partition by customer_id
            order by _position
            rows between unbounded preceding and current row
        ) as manager_id,
        _event_at,
        _loaded_at,
        _position
    from events_in_order
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        customer_id,
        segment,
        manager_id,
        _event_at,
        row_number() over (
            partition by customer_id, _event_at
            order by _position desc
        ) as _recency
    from events_carried_forward
),

own_states as (
    select
        customer_id,
        segment,
        manager_id as _referring_manager_id,
        _event_at
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
        referred_manager.valid_from as _event_at
    from own_states_over_time
    inner join versions_of_manager as referred_manager
        on own_states_over_time._referring_manager_id = referred_manager.manager_id
        and own_states_over_time._event_at < referred_manager.valid_from
        and (
            own_states_over_time._until is null
            or own_states_over_time._until > referred_manager.valid_from
        )

    union all

    select
        own_states_over_time.customer_id,
        referred_manager.valid_to as _event_at
    from own_states_over_time
    inner join versions_of_manager as referred_manager
        on own_states_over_time._referring_manager_id = referred_manager.manager_id
        and own_states_over_time._event_at < referred_manager.valid_to
        and (
            own_states_over_time._until is null
            or own_states_over_time._until > referred_manager.valid_to
        )
    where not referred_manager.is_current
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
        coalesce(referred_manager.manager_key, '-1') as manager_key,
        instants._event_at
    from instants
    inner join own_states_over_time
        on instants.customer_id = own_states_over_time.customer_id
        and instants._event_at >= own_states_over_time._event_at
        and (
            own_states_over_time._until is null
            or instants._event_at < own_states_over_time._until
        )
    left join versions_of_manager as referred_manager
        on own_states_over_time._referring_manager_id = referred_manager.manager_id
        and instants._event_at >= referred_manager.valid_from
        and (referred_manager.valid_to is null or instants._event_at < referred_manager.valid_to)
),

states_compared as (
    select
        *,
        lag(manager_key) over (
            partition by customer_id
            order by _event_at
        ) as _previous_manager_key,
        lag(_event_at) over (partition by customer_id order by _event_at) as _previous_event_at
    from states
),

{# The first state of a key, and each at which a tracked value changes. #}
turning_points as (
    select * from states_compared
    where
        _previous_event_at is null
        or manager_key is distinct from _previous_manager_key
),

intervals as (
    select
        customer_id,
        manager_key,
        _event_at as valid_from,
        lead(_event_at) over (partition by customer_id order by _event_at) as valid_to
    from turning_points
),

states_by_recency as (
    select
        customer_id,
        segment,
        row_number() over (partition by customer_id order by _event_at desc) as _recency
    from states
),

last_states as (
    select * from states_by_recency
    where _recency = 1
),

versions as (
    select
        md5(
            cast(intervals.customer_id as varchar)
            || '|;' || to_char(
                cast(intervals.valid_from as timestamp_ntz),
                'YYYY-MM-DD HH24:MI:SS.FF6'
            )
        ) as mandate_key,
        intervals.customer_id,
        last_states.segment,
        intervals.manager_key,
        intervals.valid_from,
        intervals.valid_to,
        intervals.valid_to is null as is_current
    from intervals
    inner join last_states
        on intervals.customer_id = last_states.customer_id
),

reserved_members as (
    select
        '-1' as mandate_key,
        cast(null as bigint) as customer_id,
        'Unknown' as segment,
        '-1' as manager_key,
        cast('1900-01-01 00:00:00' as timestamp_ntz) as valid_from,
        cast(null as timestamp_ntz) as valid_to,
        true as is_current
),

final as (
    select * from versions

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='mandate_key',
    columns=[
        'mandate_key',
        'customer_id',
        'segment',
        'manager_key',
        'valid_from',
        'valid_to',
        'is_current'
    ]
) }}
