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
        or coalesce(
            customers.full_name <> last_events.full_name,
            customers.full_name is not null or last_events.full_name is not null
        )
        or coalesce(
            customers.email <> last_events.email,
            customers.email is not null or last_events.email is not null
        )
        or coalesce(
            customers.phone <> last_events.phone,
            customers.phone is not null or last_events.phone is not null
        )
        or coalesce(
            customers.country <> last_events.country,
            customers.country is not null or last_events.country is not null
        )
        or coalesce(
            customers.segment <> last_events.segment,
            customers.segment is not null or last_events.segment is not null
        )
        or coalesce(
            customers.is_test <> last_events.is_test,
            customers.is_test is not null or last_events.is_test is not null
        )
        or coalesce(
            customers.updated_at <> last_events.updated_at,
            customers.updated_at is not null or last_events.updated_at is not null
        )
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
        on coalesce(
            last_events.country = loaded_scopes.country,
            last_events.country is null and loaded_scopes.country is null
        )
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
