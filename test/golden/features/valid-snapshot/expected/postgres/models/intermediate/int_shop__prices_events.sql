{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__prices'), ['product_id', 'starts_on']) }}",
        "{{ stop_on_repeated_keys(ref('stg_shop__prices'), ['product_id', 'starts_on']) }}",
        "{{ stop_on_mass_absence(
            ref('stg_shop__prices'),
            this,
            ['product_id', 'starts_on'],
            max_ratio=0.5
        ) }}"
    ]
) }}

with

prices as (
    select * from {{ ref('stg_shop__prices') }}
),

{% if is_incremental() %}

last_events_ranked as (
    select
        *,
        row_number() over (
            partition by product_id, starts_on
            order by _loaded_at desc, _is_deleted desc, _event_at desc
        ) as _recency,
        lead(_loaded_at) over (
            partition by product_id, starts_on
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
        prices.product_id,
        prices.amount,
        prices.starts_on,
        prices.ends_on,
        prices.ingested_at,
        cast(prices.starts_on as timestamp) as _event_at,
        false as _is_deleted
    from prices
    left join last_events
        on prices.product_id = last_events.product_id
        and prices.starts_on = last_events.starts_on
    where
        last_events._is_deleted is null
        or last_events._is_deleted
        or (
            last_events._earlier_loaded_at = last_events._loaded_at
            and last_events._loaded_at < {{ load_at() }}
        )
        or prices.amount is distinct from last_events.amount
        or prices.ends_on is distinct from last_events.ends_on
        or prices.ingested_at is distinct from last_events.ingested_at
),

absent_rows as (
    select
        last_events.product_id,
        last_events.amount,
        last_events.starts_on,
        last_events.ends_on,
        last_events.ingested_at,
        last_events._event_at,
        true as _is_deleted
    from last_events
    left join prices
        on last_events.product_id = prices.product_id
        and last_events.starts_on = prices.starts_on
    where
        prices.product_id is null
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
        product_id,
        amount,
        starts_on,
        ends_on,
        ingested_at,
        cast(starts_on as timestamp) as _event_at,
        false as _is_deleted
    from prices
)

{% endif %}

select
    product_id,
    amount,
    starts_on,
    ends_on,
    ingested_at,
    _event_at,
    _is_deleted,
    {{ load_at() }} as _loaded_at
from events
