{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__customers'), ['customer_id', 'updated_at']) }}",
        "{{ stop_on_repeated_keys(ref('stg_shop__customers'), ['customer_id']) }}",
        "{{ stop_on_mass_absence(
            ref('stg_shop__customers'),
            this,
            ['customer_id'],
            max_ratio=0.2,
            scope=['country']
        ) }}"
    ]
) }}

with

customers as (
    select * from {{ ref('stg_shop__customers') }}
),

{% if is_incremental() %}

last_events_ranked as (
    select
        *,
        row_number() over (
            partition by customer_id
            order by _loaded_at desc, _is_deleted desc, _event_at desc
        ) as _recency,
        lead(_loaded_at) over (
            partition by customer_id
            order by _loaded_at desc, _is_deleted desc, _event_at desc
        ) as _earlier_loaded_at
    from {{ this }}
),

last_events as (
    select * from last_events_ranked
    where _recency = 1
),

{#
  A row that comes back unchanged after its absence is an event of this load, and so is one whose
  load said two things.
#}
changed_rows as (
    select
        customers.customer_id,
        customers.full_name,
        customers.email,
        customers.phone,
        customers.country,
        customers.segment,
        customers.is_test,
        customers.updated_at,
        customers._ingested_at,
        case
            when last_events._is_deleted and customers.updated_at <= last_events._event_at
                then {{ load_at() }}
            else customers.updated_at
        end as _event_at,
        false as _is_deleted
    from customers
    left join last_events
        on customers.customer_id = last_events.customer_id
    where
        last_events._is_deleted is null
        or last_events._is_deleted
        or (
            last_events._earlier_loaded_at = last_events._loaded_at
            and last_events._loaded_at < {{ load_at() }}
        )
        or (customers.full_name is distinct from last_events.full_name)
        or (customers.email is distinct from last_events.email)
        or (customers.phone is distinct from last_events.phone)
        or (customers.country is distinct from last_events.country)
        or (customers.segment is distinct from last_events.segment)
        or (customers.is_test is distinct from last_events.is_test)
        or (customers.updated_at is distinct from last_events.updated_at)
),

loaded_scopes as (
    select distinct country
    from customers
),

absent_rows as (
    select
        last_events.customer_id,
        last_events.full_name,
        last_events.email,
        last_events.phone,
        last_events.country,
        last_events.segment,
        last_events.is_test,
        last_events.updated_at,
        last_events._ingested_at,
        {{ load_at() }} as _event_at,
        true as _is_deleted
    from last_events
    inner join loaded_scopes
        on (last_events.country is not distinct from loaded_scopes.country)
    left join customers
        on last_events.customer_id = customers.customer_id
    where
        customers.customer_id is null
        and not last_events._is_deleted
),

events as (
    select * from changed_rows

    union all

    select * from absent_rows
)

{% else %}

events as (
    select
        customer_id,
        full_name,
        email,
        phone,
        country,
        segment,
        is_test,
        updated_at,
        _ingested_at,
        updated_at as _event_at,
        false as _is_deleted
    from customers
)

{% endif %}

select
    customer_id,
    full_name,
    email,
    phone,
    country,
    segment,
    is_test,
    updated_at,
    _ingested_at,
    _event_at,
    _is_deleted,
    {{ load_at() }} as _loaded_at
from events
