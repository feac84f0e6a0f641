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
{% set rounds = judgement_rounds(ref('int_shop__moves_events'), this, ['building', 'flat']) | int %}

with

moves as (
    select * from {{ ref('int_shop__moves_events') }}
),

{% if is_incremental() %}

judged_loads as (
    select * from {{ this }}
),

{% endif %}

loads_of_keys as (
    select distinct
        building,
        flat,
        _loaded_at
    from moves
),

pending_loads as (
    select
        loads_of_keys.building,
        loads_of_keys.flat,
        loads_of_keys._loaded_at
    from loads_of_keys
    {% if is_incremental() %}
    left join judged_loads
        on loads_of_keys.building = judged_loads.building
        and loads_of_keys.flat = judged_loads.flat
        and loads_of_keys._loaded_at = judged_loads._loaded_at
    where judged_loads._loaded_at is null
    {% endif %}
),

pending_keys as (
    select distinct
        building,
        flat
    from pending_loads
),

{# Of the loads that were judged before, what was late is left out. #}
timely_0 as (
    select moves.*
    from moves
    inner join pending_keys
        on moves.building = pending_keys.building
        and moves.flat = pending_keys.flat
    {% if is_incremental() %}
    left join judged_loads
        on moves.building = judged_loads.building
        and moves.flat = judged_loads.flat
        and moves._loaded_at = judged_loads._loaded_at
    where
        judged_loads._newest_from is null
        or moves._event_at >= judged_loads._newest_from
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
            on pending_loads.building = timely_{{ round - 1 }}.building
            and pending_loads.flat = timely_{{ round - 1 }}.flat
            and pending_loads._loaded_at > timely_{{ round - 1 }}._loaded_at
    ),

    {# Of several events at one instant the last one says what holds from then on. #}
    events_ranked as (
        select
            building,
            flat,
            _judged_load,
            tenant,
            _event_at,
            row_number() over (
                partition by building, flat, _judged_load, _event_at
                order by
                    arrived_at desc nulls last,
                    _loaded_at desc nulls last,
                    tenant desc nulls last
            ) as _recency
        from events_before
    ),

    states as (
        select
            building,
            flat,
            _judged_load,
            tenant,
            _event_at
        from events_ranked
        where _recency = 1
    ),

    states_compared as (
        select
            *,
            lag(tenant) over (
                partition by building, flat, _judged_load
                order by _event_at
            ) as _previous_tenant,
            lag(_event_at) over (
                partition by building, flat, _judged_load
                order by _event_at
            ) as _previous_event_at
        from states
    ),

    {# The first state of a key, and each at which a tracked value changes. #}
    turning_points as (
        select * from states_compared
        where
            _previous_event_at is null
            or tenant is distinct from _previous_tenant
    ),

    intervals as (
        select
            building,
            flat,
            _judged_load,
            tenant,
            case
                when row_number() over (
                    partition by building, flat, _judged_load
                    order by _event_at
                ) = 1 and _event_at > timestamp '1900-01-01 00:00:00'
                    then timestamp '1900-01-01 00:00:00'
                else _event_at
            end as valid_from,
            lead(_event_at) over (
                partition by building, flat, _judged_load
                order by _event_at
            ) as valid_to
        from turning_points
    )

    select
        pending_loads.building,
        pending_loads.flat,
        max(intervals.valid_from) as _newest_from,
        pending_loads._loaded_at
    from pending_loads
    left join intervals
        on pending_loads.building = intervals.building
        and pending_loads.flat = intervals.flat
        and pending_loads._loaded_at = intervals._judged_load
    group by
        pending_loads.building,
        pending_loads.flat,
        pending_loads._loaded_at
){% if not loop.last %},

timely_{{ round }} as (
    select timely_0.*
    from timely_0
    left join newest_{{ round }}
        on timely_0.building = newest_{{ round }}.building
        and timely_0.flat = newest_{{ round }}.flat
        and timely_0._loaded_at = newest_{{ round }}._loaded_at
    where
        newest_{{ round }}._newest_from is null
        or timely_0._event_at >= newest_{{ round }}._newest_from
),

{% endif %}

{% endfor %}

select
    building,
    flat,
    _newest_from,
    _loaded_at
from newest_{{ rounds }}
