{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}"
    ]
) }}

{# More than one round only where several loads wait, after a run that died between. #}
{% set rounds = judgement_rounds(ref('int_shop__customers_events'), this, ['customer_id']) | int %}

with

customers as (
    select * from {{ ref('int_shop__customers_events') }}
),

{% if is_incremental() %}

judged_loads as (
    select * from {{ this }}
),

{% endif %}

loads_of_keys as (
    select distinct
        customer_id,
        _loaded_at
    from customers
),

pending_loads as (
    select
        loads_of_keys.customer_id,
        loads_of_keys._loaded_at
    from loads_of_keys
    {% if is_incremental() %}
    left join judged_loads
        on loads_of_keys.customer_id = judged_loads.customer_id
        and loads_of_keys._loaded_at = judged_loads._loaded_at
    where judged_loads._loaded_at is null
    {% endif %}
),

pending_keys as (
    select distinct customer_id
    from pending_loads
),

{# Of the loads that were judged before, what was late is left out. #}
timely_0 as (
    select customers.*
    from customers
    inner join pending_keys
        on customers.customer_id = pending_keys.customer_id
    {% if is_incremental() %}
    left join judged_loads
        on customers.customer_id = judged_loads.customer_id
        and customers._loaded_at = judged_loads._loaded_at
    where
        judged_loads._newest_from is null
        or customers._event_at >= judged_loads._newest_from
    {% endif %}
),

{% for round in range(1, rounds + 1) %}

{# Since when the newest version held that the events of earlier loads make. #}
newest_{{ round }} as (
    with

    events_before as (
        select
            timely_{{ round - 1 }}.*,
            pending_loads._loaded_at as _judged_load
        from pending_loads
        inner join timely_{{ round - 1 }}
            on pending_loads.customer_id = timely_{{ round - 1 }}.customer_id
            and pending_loads._loaded_at > timely_{{ round - 1 }}._loaded_at
    ),

    {# Of several events at one instant the last one says what holds from then on. #}
    events_ranked as (
        select
            customer_id,
            _judged_load,
            segment,
            region,
            email,
            _event_at,
            _is_deleted,
            row_number() over (
                partition by customer_id, _judged_load, _event_at
                order by
                    _is_deleted desc,
                    _loaded_at desc nulls last,
                    segment desc nulls last,
                    region desc nulls last,
                    email desc nulls last
            ) as _recency
        from events_before
    ),

    states as (
        select
            customer_id,
            _judged_load,
            segment,
            region,
            _event_at,
            _is_deleted
        from events_ranked
        where _recency = 1
    ),

    states_compared as (
        select
            *,
            lag(segment) over (
                partition by customer_id, _judged_load
                order by _event_at
            ) as _previous_segment,
            lag(region) over (
                partition by customer_id, _judged_load
                order by _event_at
            ) as _previous_region,
            coalesce(lag(_is_deleted) over (
                partition by customer_id, _judged_load
                order by _event_at
            ), true) as _was_deleted
        from states
    ),

    {# A tracked value changes, or a life begins or ends. #}
    turning_points as (
        select * from states_compared
        where
            _is_deleted and not _was_deleted
            or not _is_deleted and _was_deleted
            or not _is_deleted and (segment is distinct from _previous_segment)
            or not _is_deleted and (region is distinct from _previous_region)
    ),

    intervals as (
        select
            customer_id,
            _judged_load,
            segment,
            region,
            _event_at as valid_from,
            lead(_event_at) over (
                partition by customer_id, _judged_load
                order by _event_at
            ) as valid_to,
            _is_deleted
        from turning_points
    )

    select
        pending_loads.customer_id,
        max(intervals.valid_from) as _newest_from,
        pending_loads._loaded_at
    from pending_loads
    left join intervals
        on pending_loads.customer_id = intervals.customer_id
        and pending_loads._loaded_at = intervals._judged_load
        and not intervals._is_deleted
    group by
        pending_loads.customer_id,
        pending_loads._loaded_at
){% if not loop.last %},

timely_{{ round }} as (
    select timely_0.*
    from timely_0
    left join newest_{{ round }}
        on timely_0.customer_id = newest_{{ round }}.customer_id
        and timely_0._loaded_at = newest_{{ round }}._loaded_at
    where
        newest_{{ round }}._newest_from is null
        or timely_0._event_at >= newest_{{ round }}._newest_from
),

{% endif %}

{% endfor %}

select
    customer_id,
    _newest_from,
    _loaded_at
from newest_{{ rounds }}
