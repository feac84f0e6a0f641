{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    on_schema_change='fail',
    full_refresh=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__customers'), ['email', 'updated_at']) }}",
        "{{ stop_on_repeated_keys(ref('stg_shop__customers'), ['email']) }}",
        "{{ stop_on_mass_absence(ref('stg_shop__customers'), this, ['email'], max_ratio=0.5) }}"
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
            partition by email
            order by _loaded_at desc, _is_deleted desc, _event_at desc
        ) as _recency,
        lead(_loaded_at) over (
            partition by email
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
        customers.email,
        customers.full_name,
        customers.city,
        customers.login,
        customers.updated_at,
        case
            when last_events._is_deleted and customers.updated_at <= last_events._event_at
                then {{ load_at() }}
            else customers.updated_at
        end as _event_at,
        false as _is_deleted
    from customers
    left join last_events
        on customers.email = last_events.email
    where
        last_events._is_deleted is null
        or last_events._is_deleted
        or (
            last_events._earlier_loaded_at = last_events._loaded_at
            and last_events._loaded_at < {{ load_at() }}
        )
        or customers.full_name is distinct from last_events.full_name
        or customers.city is distinct from last_events.city
        or customers.login is distinct from last_events.login
        or customers.updated_at is distinct from last_events.updated_at
),

absent_rows as (
    select
        last_events.email,
        last_events.full_name,
        last_events.city,
        last_events.login,
        last_events.updated_at,
        {{ load_at() }} as _event_at,
        true as _is_deleted
    from last_events
    left join customers
        on last_events.email = customers.email
    where
        customers.email is null
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
        email,
        full_name,
        city,
        login,
        updated_at,
        updated_at as _event_at,
        false as _is_deleted
    from customers
)

{% endif %}

select
    email,
    full_name,
    city,
    login,
    updated_at,
    _event_at,
    _is_deleted,
    {{ load_at() }} as _loaded_at
from events
