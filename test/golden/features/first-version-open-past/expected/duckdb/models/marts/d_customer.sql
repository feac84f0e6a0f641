{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='sk_customer',
    on_schema_change='fail',
    meta={
        'removed_when_null': 'loaded_at',
        'identity': ['customer_id', 'valid_since'],
        'ends': ['valid_until', 'is_newest']
    },
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__customers'), ['customer_id', 'updated_at']) }}",
        "{{ stop_on_cut_log(
            ref('stg_shop__customers'),
            this,
            ['customer_id'],
            begins=\"(logged.updated_at = stored.valid_since or (stored.valid_since = timestamp '0001-01-01 00:00:00' and (stored.valid_until is null or logged.updated_at < stored.valid_until)))\"
        ) }}"
    ]
) }}

with

customers as (
    select * from {{ ref('stg_shop__customers') }}
),

{# Nothing orders events at one instant: the same one of them is taken by every run. #}
events_ranked as (
    select
        customer_id,
        segment,
        region,
        updated_at,
        row_number() over (
            partition by customer_id, updated_at
            order by segment desc nulls last, region desc nulls last
        ) as _recency
    from customers
),

states as (
    select
        customer_id,
        segment,
        region,
        updated_at as _event_at
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(segment) over (partition by customer_id order by _event_at) as _previous_segment,
        lag(_event_at) over (partition by customer_id order by _event_at) as _previous_event_at
    from states
),

{# The first state of a key, and each at which a tracked value changes. #}
turning_points as (
    select * from states_compared
    where
        _previous_event_at is null
        or (segment is distinct from _previous_segment)
),

intervals as (
    select
        customer_id,
        segment,
        case
            when
                row_number() over (partition by customer_id order by _event_at) = 1
                and _event_at > timestamp '0001-01-01 00:00:00'
                then timestamp '0001-01-01 00:00:00'
            else _event_at
        end as valid_since,
        lead(_event_at) over (partition by customer_id order by _event_at) as valid_until
    from turning_points
),

states_by_recency as (
    select
        customer_id,
        region,
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
            || '|;' || strftime(intervals.valid_since, '%Y-%m-%d %H:%M:%S.%f')
        ) as sk_customer,
        intervals.customer_id,
        intervals.segment,
        last_states.region,
        intervals.valid_since,
        coalesce(intervals.valid_until, timestamp '9999-12-31 00:00:00') as valid_until,
        intervals.valid_until is null as is_newest
    from intervals
    inner join last_states
        on intervals.customer_id = last_states.customer_id
),

reserved_members as (
    select
        '-1' as sk_customer,
        cast(null as bigint) as customer_id,
        'Unknown' as segment,
        'Unknown' as region,
        timestamp '0001-01-01 00:00:00' as valid_since,
        timestamp '9999-12-31 00:00:00' as valid_until,
        true as is_newest

    union all

    select
        '-2' as sk_customer,
        cast(null as bigint) as customer_id,
        'Not applicable' as segment,
        'Not applicable' as region,
        timestamp '0001-01-01 00:00:00' as valid_since,
        timestamp '9999-12-31 00:00:00' as valid_until,
        true as is_newest

    union all

    select
        '-3' as sk_customer,
        cast(null as bigint) as customer_id,
        'Not yet' as segment,
        'Not yet' as region,
        timestamp '0001-01-01 00:00:00' as valid_since,
        timestamp '9999-12-31 00:00:00' as valid_until,
        true as is_newest
),

final as (
    select * from versions

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='sk_customer',
    columns=[
        'sk_customer',
        'customer_id',
        'segment',
        'region',
        'valid_since',
        'valid_until',
        'is_newest'
    ],
    ends=['valid_until', 'is_newest']
) }}
