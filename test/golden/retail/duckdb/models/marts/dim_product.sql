{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='product_key',
    on_schema_change='fail',
    meta={
        'removed_when_null': '_loaded_at',
        'identity': ['sku', 'valid_from'],
        'ends': ['valid_to', 'is_current']
    },
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}"
    ]
) }}

with

products as (
    select * from {{ ref('int_shop__products_events') }}
),

{% if is_incremental() %}
{# Keys with events since the last load that changed this table, or of this load time. #}
changed_keys as (
    select distinct sku
    from {{ ref('int_shop__products_events') }}
    where
        _loaded_at > (
            select coalesce(max(stored._loaded_at), timestamp '0001-01-01 00:00:00')
            from {{ this }} as stored
        )
        or _loaded_at = {{ load_at() }}
),
{% endif %}

touched_events as (
    select products.*
    from products
    {% if is_incremental() %}
    inner join changed_keys
        on products.sku = changed_keys.sku
    {% endif %}
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        sku,
        product_name,
        category,
        supplier,
        launch_price,
        _event_at,
        _is_deleted,
        row_number() over (
            partition by sku, _event_at
            order by
                _is_deleted desc,
                _loaded_at desc nulls last,
                product_name desc nulls last,
                category desc nulls last,
                supplier desc nulls last,
                launch_price desc nulls last
        ) as _recency
    from touched_events
),

states as (
    select
        sku,
        product_name,
        category,
        supplier,
        launch_price,
        _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(category) over (partition by sku order by _event_at) as _previous_category,
        coalesce(lag(_is_deleted) over (partition by sku order by _event_at), true) as _was_deleted
    from states
),

{# A tracked value changes, or a life begins or ends. #}
turning_points as (
    select * from states_compared
    where
        _is_deleted and not _was_deleted
        or not _is_deleted and _was_deleted
        or not _is_deleted and (category is distinct from _previous_category)
),

intervals as (
    select
        sku,
        case when _is_deleted then _previous_category else category end as category,
        case
            when
                row_number() over (partition by sku order by _event_at) = 1
                and _event_at > timestamp '1900-01-01 00:00:00'
                then timestamp '1900-01-01 00:00:00'
            else _event_at
        end as valid_from,
        lead(_event_at) over (partition by sku order by _event_at) as valid_to,
        _is_deleted
    from turning_points
),

states_by_seniority as (
    select
        sku,
        launch_price,
        row_number() over (partition by sku order by _event_at) as _recency
    from states
    where not _is_deleted
),

first_states as (
    select * from states_by_seniority
    where _recency = 1
),

states_by_recency as (
    select
        sku,
        product_name,
        supplier,
        row_number() over (partition by sku order by _event_at desc) as _recency
    from states
    where not _is_deleted
),

last_states as (
    select * from states_by_recency
    where _recency = 1
),

versions as (
    select
        md5(
            replace(intervals.sku, '|', '||')
            || '|;' || strftime(intervals.valid_from, '%Y-%m-%d %H:%M:%S.%f')
        ) as product_key,
        intervals.sku,
        last_states.product_name,
        intervals.category,
        last_states.supplier,
        first_states.launch_price,
        intervals.valid_from,
        coalesce(intervals.valid_to, timestamp '9999-12-31 00:00:00') as valid_to,
        intervals.valid_to is null as is_current,
        intervals._is_deleted as is_deleted
    from intervals
    inner join first_states
        on intervals.sku = first_states.sku
    inner join last_states
        on intervals.sku = last_states.sku
),

{% if is_incremental() %}
{# What the table holds of these keys, and its reserved members. #}
existing_rows as (
    select stored.*
    from {{ this }} as stored
    inner join changed_keys
        on stored.sku = changed_keys.sku

    union all

    select * from {{ this }}
    where sku is null
),
{% endif %}

reserved_members as (
    select
        '-1' as product_key,
        cast(null as varchar) as sku,
        'Unknown' as product_name,
        'Unknown' as category,
        'Unknown' as supplier,
        cast(null as decimal(12, 2)) as launch_price,
        timestamp '1900-01-01 00:00:00' as valid_from,
        timestamp '9999-12-31 00:00:00' as valid_to,
        true as is_current,
        false as is_deleted
),

final as (
    select * from versions

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='product_key',
    columns=[
        'product_key',
        'sku',
        'product_name',
        'category',
        'supplier',
        'launch_price',
        'valid_from',
        'valid_to',
        'is_current',
        'is_deleted'
    ],
    existing='existing_rows',
    ends=['valid_to', 'is_current']
) }}
