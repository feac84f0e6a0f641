{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='customer_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    file_format='delta',
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
            select coalesce(max(stored._loaded_at), timestamp_ntz '0001-01-01 00:00:00')
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

events_ranked as (
    select
        customer_id,
        segment,
        region,
        _event_at,
        row_number() over (
            partition by customer_id
            order by
                _event_at desc,
                _loaded_at desc nulls last,
                segment desc nulls last,
                region desc nulls last
        ) as _recency
    from touched_events
    where not _is_deleted
),

states as (
    select
        customer_id,
        segment,
        region
    from events_ranked
    where _recency = 1
),

members as (
    select
        md5(cast(customer_id as string)) as customer_key,
        customer_id,
        segment,
        region
    from states
),

{% if is_incremental() %}
{# What the table holds of these keys, and its reserved members. #}
existing_rows as (
    select stored.*
    from {{ this }} as stored
    left join changed_keys
        on stored.customer_id = changed_keys.customer_id
    where
        changed_keys.customer_id is not null
        or stored.customer_id is null
),
{% endif %}

reserved_members as (
    select
        '-1' as customer_key,
        cast(null as bigint) as customer_id,
        'Unknown' as segment,
        'Unknown' as region
),

final as (
    select * from members

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='customer_key',
    columns=['customer_key', 'customer_id', 'segment', 'region'],
    existing='existing_rows'
) }}
