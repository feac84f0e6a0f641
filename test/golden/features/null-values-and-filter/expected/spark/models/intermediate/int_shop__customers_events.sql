{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
    file_format='delta',
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__customers'), ['customer_id', 'updated_at']) }}",
        "{{ stop_on_repeated_keys(ref('stg_shop__customers'), ['customer_id']) }}",
        "{{ stop_on_mass_absence(
            ref('stg_shop__customers'),
            this,
            ['customer_id'],
            max_ratio=0.5
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
        customers.segment,
        customers.region,
        customers.lsn,
        customers.op,
        customers.updated_at,
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
        or customers.segment is distinct from last_events.segment
        or customers.region is distinct from last_events.region
        or customers.lsn is distinct from last_events.lsn
        or customers.op is distinct from last_events.op
        or customers.updated_at is distinct from last_events.updated_at
),

absent_rows as (
    select
        last_events.customer_id,
        last_events.segment,
        last_events.region,
        last_events.lsn,
        last_events.op,
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
        region,
        lsn,
        op,
        updated_at,
        updated_at as _event_at,
        false as _is_deleted
    from customers
)

{% endif %}

select
    customer_id,
    segment,
    region,
    lsn,
    op,
    updated_at,
    _event_at,
    _is_deleted,
    {{ load_at() }} as _loaded_at
from events
