{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_repeated_keys(ref('stg_shop__customers'), ['customer_id']) }}",
        "{{ stop_on_mass_absence(
            ref('stg_shop__customers'),
            this,
            ['customer_id'],
            max_ratio=0.5
        ) }}"
    ]
) }}

{# What is set aside is kept before a load is taken, which the source may forget. #}
-- depends_on: {{ ref('int_shop__customers_quarantine') }}

with

customers as (
    select * from {{ ref('stg_shop__customers') }}
),

{# A row without an instant is set aside, but its key is there. #}
dated_rows as (
    select * from customers
    where updated_at is not null
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
        dated_rows.customer_id,
        dated_rows.segment,
        dated_rows.updated_at,
        case
            when last_events._is_deleted and dated_rows.updated_at <= last_events._event_at
                then {{ load_at() }}
            else dated_rows.updated_at
        end as _event_at,
        false as _is_deleted
    from dated_rows
    left join last_events
        on dated_rows.customer_id = last_events.customer_id
    where
        last_events._is_deleted is null
        or last_events._is_deleted
        or (
            last_events._earlier_loaded_at = last_events._loaded_at
            and last_events._loaded_at < {{ load_at() }}
        )
        or dated_rows.segment is distinct from last_events.segment
        or dated_rows.updated_at is distinct from last_events.updated_at
),

absent_rows as (
    select
        last_events.customer_id,
        last_events.segment,
        last_events.updated_at,
        {{ load_at() }} as _event_at,
        true as _is_deleted
    from last_events
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
        segment,
        updated_at,
        updated_at as _event_at,
        false as _is_deleted
    from dated_rows
)

{% endif %}

select
    customer_id,
    segment,
    updated_at,
    _event_at,
    _is_deleted,
    {{ load_at() }} as _loaded_at
from events
