{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__visitors'), ['visitor_id']) }}",
        "{{ stop_on_repeated_keys(ref('stg_shop__visitors'), ['visitor_id']) }}",
        "{{ stop_on_mass_absence(
            ref('stg_shop__visitors'),
            this,
            ['visitor_id'],
            max_ratio=0.5
        ) }}",
        "{{ add_new_columns(this, {'device': 'text', '_has_device': 'boolean'}) }}"
    ]
) }}

with

visitors as (
    select * from {{ ref('stg_shop__visitors') }}
),

{% if is_incremental() %}

last_events_ranked as (
    select
        *,
        row_number() over (
            partition by visitor_id
            order by _loaded_at desc, _is_deleted desc, _event_at desc
        ) as _recency,
        lead(_loaded_at) over (
            partition by visitor_id
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
        visitors.visitor_id,
        visitors.browser,
        visitors.device,
        case
            when
                not last_events._is_deleted
                and last_events._has_device is null
                and (visitors.browser is not distinct from last_events.browser)
                and (
                    last_events._has_device is null
                    or visitors.device is not distinct from last_events.device
                )
                then last_events._event_at
            else {{ load_at() }}
        end as _event_at,
        false as _is_deleted
    from visitors
    left join last_events
        on visitors.visitor_id = last_events.visitor_id
    where
        last_events._is_deleted is null
        or last_events._is_deleted
        or (
            last_events._earlier_loaded_at = last_events._loaded_at
            and last_events._loaded_at < {{ load_at() }}
        )
        or visitors.browser is distinct from last_events.browser
        or visitors.device is distinct from last_events.device
        or last_events._has_device is null
),

absent_rows as (
    select
        last_events.visitor_id,
        last_events.browser,
        last_events.device,
        {{ load_at() }} as _event_at,
        true as _is_deleted
    from last_events
    left join visitors
        on last_events.visitor_id = visitors.visitor_id
    where
        visitors.visitor_id is null
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
        visitor_id,
        browser,
        device,
        {{ load_at() }} as _event_at,
        false as _is_deleted
    from visitors
)

{% endif %}

select
    visitor_id,
    browser,
    device,
    _event_at,
    _is_deleted,
    true as _has_device,
    {{ load_at() }} as _loaded_at
from events
