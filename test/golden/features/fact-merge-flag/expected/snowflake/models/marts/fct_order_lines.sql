{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='order_lines_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_empty_input(ref('int_shop__order_lines_events'), this, 'order_lines_key') }}"
    ]
) }}

with

order_lines as (
    select * from {{ ref('int_shop__order_lines_events') }}
),

customer as (
    select * from {{ ref('dim_customer') }}
),

order_lines_flagged as (
    select
        order_id,
        line_number,
        customer_id,
        channel,
        quantity,
        price,
        ordered_at,
        _is_deleted,
        row_number() over (
            partition by order_id, line_number
            order by
                _event_at desc,
                lsn desc nulls last,
                _is_deleted desc,
                _loaded_at desc nulls last,
                customer_id desc nulls last,
                channel desc nulls last,
                quantity desc nulls last,
                price desc nulls last,
                ordered_at desc nulls last
        ) as _position,
        first_value(_is_deleted) over (
            partition by order_id, line_number
            order by
                _event_at desc,
                lsn desc nulls last,
                _is_deleted desc,
                _loaded_at desc nulls last,
                customer_id desc nulls last,
                channel desc nulls last,
                quantity desc nulls last,
                price desc nulls last,
                ordered_at desc nulls last
            rows between unbounded preceding and unbounded following
        ) as is_deleted,
        row_number() over (
            partition by order_id, line_number, _event_at
            order by
                lsn desc nulls last,
                _is_deleted desc,
                _loaded_at desc nulls last,
                customer_id desc nulls last,
                channel desc nulls last,
                quantity desc nulls last,
                price desc nulls last,
                ordered_at desc nulls last
        ) as _recency_at_instant
    from order_lines
),

order_lines_ranked as (
    select
        order_id,
        line_number,
        customer_id,
        channel,
        quantity,
        price,
        ordered_at,
        is_deleted,
        row_number() over (
            partition by order_id, line_number
            order by _position
        ) as _recency
    from order_lines_flagged
    where
        not _is_deleted
        and _recency_at_instant = 1
),

latest_order_lines as (
    select * from order_lines_ranked
    where _recency = 1
),

final as (
    select
        md5(
            cast(latest_order_lines.order_id as varchar)
            || '|;' || cast(latest_order_lines.line_number as varchar)
        ) as order_lines_key,
        coalesce(customer.customer_key, '-1') as customer_key,
        latest_order_lines.order_id,
        latest_order_lines.line_number,
        latest_order_lines.channel,
        latest_order_lines.ordered_at,
        latest_order_lines.quantity,
        cast(latest_order_lines.quantity * latest_order_lines.price as number(18, 2)) as amount,
        latest_order_lines.is_deleted
    from latest_order_lines
    left join customer
        on latest_order_lines.customer_id = customer.customer_id
        and latest_order_lines.ordered_at >= customer.valid_from
        and (latest_order_lines.ordered_at < customer.valid_to or customer.valid_to is null)
)

{{ changed_rows(
    'final',
    key='order_lines_key',
    columns=[
        'order_lines_key',
        'customer_key',
        'order_id',
        'line_number',
        'channel',
        'ordered_at',
        'quantity',
        'amount',
        'is_deleted'
    ]
) }}
