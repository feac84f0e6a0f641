{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='price_key',
    on_schema_change='fail',
    meta={
        'removed_when_null': '_loaded_at',
        'identity': ['sku', 'valid_from'],
        'ends': ['valid_to', 'is_current']
    },
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__price_changes'), ['sku', 'changed_at']) }}",
        "{{ stop_on_cut_log(
            ref('stg_shop__price_changes'),
            this,
            ['sku'],
            begins='logged.changed_at = stored.valid_from'
        ) }}"
    ]
) }}

with

price_changes as (
    select * from {{ ref('stg_shop__price_changes') }}
),

{# A delete ends a life: nothing is carried across it. #}
events_in_order as (
    select
        *,
        row_number() over (
            partition by sku
            order by
                changed_at nulls first,
                revision nulls first,
                _is_deleted,
                list_price nulls first,
                promotion nulls first
        ) as _position,
        coalesce(sum(case when _is_deleted then 1 else 0 end) over (
            partition by sku
            order by
                changed_at nulls first,
                revision nulls first,
                _is_deleted,
                list_price nulls first,
                promotion nulls first
            rows between unbounded preceding and 1 preceding
        ), 0) as _life
    from price_changes
),

{# A null was not sent: what held before still holds. #}
events_carried_forward as (
    select
        sku,
        last_value(list_price ignore nulls) over (
            partition by sku, _life
            order by _position
            rows between unbounded preceding and current row
        ) as list_price,
        last_value(promotion ignore nulls) over (
            partition by sku, _life
            order by _position
            rows between unbounded preceding and current row
        ) as promotion,
        changed_at,
        revision,
        _is_deleted,
        _position
    from events_in_order
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        sku,
        list_price,
        promotion,
        changed_at,
        _is_deleted,
        row_number() over (partition by sku, changed_at order by _position desc) as _recency
    from events_carried_forward
),

states as (
    select
        sku,
        list_price,
        promotion,
        changed_at as _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(list_price) over (partition by sku order by _event_at) as _previous_list_price,
        lag(promotion) over (partition by sku order by _event_at) as _previous_promotion,
        coalesce(lag(_is_deleted) over (partition by sku order by _event_at), true) as _was_deleted
    from states
),

{# A tracked value changes, or a life begins or ends. #}
turning_points as (
    select * from states_compared
    where
        _is_deleted and not _was_deleted
        or not _is_deleted and _was_deleted
        or not _is_deleted and (list_price is distinct from _previous_list_price)
        or not _is_deleted and (promotion is distinct from _previous_promotion)
),

intervals as (
    select
        sku,
        list_price,
        promotion,
        _event_at as valid_from,
        lead(_event_at) over (partition by sku order by _event_at) as valid_to,
        _is_deleted
    from turning_points
),

versions as (
    select
        md5(
            replace(sku, '|', '||')
            || '|;'
            || strftime(valid_from, '%Y-%m-%d %H:%M:%S.%f')
        ) as price_key,
        sku,
        list_price,
        promotion,
        valid_from,
        coalesce(valid_to, timestamp '9999-12-31 00:00:00') as valid_to,
        valid_to is null as is_current
    from intervals
    where not _is_deleted
),

reserved_members as (
    select
        '-1' as price_key,
        cast(null as varchar) as sku,
        cast(null as decimal(12, 2)) as list_price,
        'Unknown' as promotion,
        timestamp '1900-01-01 00:00:00' as valid_from,
        timestamp '9999-12-31 00:00:00' as valid_to,
        true as is_current
),

final as (
    select * from versions

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='price_key',
    columns=[
        'price_key',
        'sku',
        'list_price',
        'promotion',
        'valid_from',
        'valid_to',
        'is_current'
    ],
    ends=['valid_to', 'is_current']
) }}
