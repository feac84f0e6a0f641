{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='customer_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}"
    ]
) }}

with

customers as (
    select * from {{ ref('int_shop__customers_events') }}
),

{% if is_incremental() %}
{# Keys with events since the last load that changed this table, or of this load time. #}
changed_keys as (
    select distinct customer_id
    from {{ ref('int_shop__customers_events') }}
    where
        _loaded_at > (
            select coalesce(max(stored._loaded_at), cast('0001-01-01 00:00:00' as timestamp_ntz))
            from {{ this }} as stored
        )
        or _loaded_at = {{ load_at() }}
),
{% endif %}

touched_events as (
    select customers.*
    from customers
    {% if is_incremental() %}
    inner join changed_keys
        on customers.customer_id = changed_keys.customer_id
    {% endif %}
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        customer_id,
        email,
        region,
        sales_rep,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by customer_id, _event_at
            order by
                lsn desc nulls last,
                _is_deleted desc,
                _loaded_at desc nulls last,
                email desc nulls last,
                region desc nulls last,
                sales_rep desc nulls last
        ) as _recency
    from touched_events
),

states as (
    select
        customer_id,
        email,
        sales_rep,
        region as first_region,
        _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_by_recency as (
    select
        customer_id,
        email,
        sales_rep,
        row_number() over (partition by customer_id order by _event_at desc) as _recency
    from states
    where not _is_deleted
),

last_states as (
    select * from states_by_recency
    where _recency = 1
),

states_by_seniority as (
    select
        customer_id,
        first_region,
        row_number() over (partition by customer_id order by _event_at) as _recency
    from states
    where not _is_deleted
),

first_states as (
    select * from states_by_seniority
    where _recency = 1
),

values_compared as (
    select
        customer_id,
        sales_rep,
        lag(sales_rep) over (partition by customer_id order by _event_at) as _previous_sales_rep,
        _event_at
    from states
    where not _is_deleted
),

changes_of_values as (
    select
        customer_id,
        _previous_sales_rep,
        case
            when (sales_rep is distinct from _previous_sales_rep)
                then _event_at
        end as _changed_at_sales_rep,
        _event_at
    from values_compared
),

{# The value that the last change of a column replaced. #}
values_ranked as (
    select
        customer_id,
        first_value(case when _changed_at_sales_rep is not null then _previous_sales_rep end) over (
            partition by customer_id
            order by _changed_at_sales_rep desc nulls last
            rows between unbounded preceding and unbounded following
        ) as previous_sales_rep,
        row_number() over (partition by customer_id order by _event_at desc) as _recency
    from changes_of_values
),

previous_values as (
    select * from values_ranked
    where _recency = 1
),

events_by_recency as (
    select
        customer_id,
        _is_deleted,
        row_number() over (partition by customer_id order by _event_at desc) as _recency
    from states
),

last_events as (
    select * from events_by_recency
    where _recency = 1
),

members as (
    select
        md5(cast(last_states.customer_id as varchar)) as customer_key,
        last_states.customer_id,
        last_states.email,
        last_states.sales_rep,
        previous_values.previous_sales_rep,
        first_states.first_region,
        last_events._is_deleted as is_deleted
    from last_states
    inner join first_states
        on last_states.customer_id = first_states.customer_id
    inner join previous_values
        on last_states.customer_id = previous_values.customer_id
    inner join last_events
        on last_states.customer_id = last_events.customer_id
),

{% if is_incremental() %}
{# What the table holds of these keys, and its reserved members. #}
existing_rows as (
    select stored.*
    from {{ this }} as stored
    inner join changed_keys
        on stored.customer_id = changed_keys.customer_id

    union all

    select * from {{ this }}
    where customer_id is null
),
{% endif %}

reserved_members as (
    select
        '-1' as customer_key,
        cast(null as bigint) as customer_id,
        'Unknown' as email,
        'Unknown' as sales_rep,
        'Unknown' as previous_sales_rep,
        'Unknown' as first_region,
        false as is_deleted
),

final as (
    select * from members

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='customer_key',
    columns=[
        'customer_key',
        'customer_id',
        'email',
        'sales_rep',
        'previous_sales_rep',
        'first_region',
        'is_deleted'
    ],
    existing='existing_rows'
) }}
