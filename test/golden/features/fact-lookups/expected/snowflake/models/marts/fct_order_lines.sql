{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='order_lines_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_empty_input(ref('int_shop__order_lines_events'), this, 'order_lines_key') }}",
        "{{ stop_on_missing_members(
            ref('int_shop__order_lines_events'),
            ref('dim_customer'),
            on={'customer_id': 'customer_id'},
            as_of='ordered_at',
            valid=['valid_from', 'valid_to'],
            where='not _is_deleted',
            key=['order_id', 'line_number'],
            newest_first=[
                '_event_at desc',
                'lsn desc nulls last',
                '_is_deleted desc',
                '_loaded_at desc nulls last'
            ]
        ) }}"
    ]
) }}

with

order_lines as (
    select * from {{ ref('int_shop__order_lines_events') }}
),

customer as (
    select * from {{ ref('dim_customer') }}
),

calendar as (
    select * from {{ ref('dim_date') }}
),

order_lines_ranked as (
    select
        order_id,
        line_number,
        customer_id,
        payer_id,
        channel,
        quantity,
        price,
        ordered_at,
        shipped_on,
        _is_deleted,
        row_number() over (
            partition by order_id, line_number
            order by
                _event_at desc,
                lsn desc nulls last,
                _is_deleted desc,
                _loaded_at desc nulls last,
                customer_id desc nulls last,
                payer_id desc nulls last,
                channel desc nulls last,
                quantity desc nulls last,
                price desc nulls last,
                ordered_at desc nulls last,
                shipped_on desc nulls last
        ) as _recency
    from order_lines
),

latest_order_lines as (
    select * from order_lines_ranked
    where
        _recency = 1
        and not _is_deleted
),

final as (
    select
        md5(
            cast(latest_order_lines.order_id as varchar)
            || '|;' || cast(latest_order_lines.line_number as varchar)
        ) as order_lines_key,
        coalesce(customer.customer_key, '-1') as customer_key,
        case
            when latest_order_lines.payer_id is null then '-2'
            else coalesce(payer.customer_key, '-1')
        end as payer_key,
        coalesce(order_date.date_key, -1) as order_date_key,
        case
            when latest_order_lines.shipped_on is null then -3
            else coalesce(ship_date.date_key, -1)
        end as ship_date_key,
        latest_order_lines.order_id,
        latest_order_lines.line_number,
        latest_order_lines.channel,
        latest_order_lines.ordered_at,
        latest_order_lines.quantity,
        cast(latest_order_lines.quantity * latest_order_lines.price as number(18, 2)) as amount
    from latest_order_lines
    left join customer
        on latest_order_lines.customer_id = customer.customer_id
        and latest_order_lines.ordered_at >= customer.valid_from
        and (latest_order_lines.ordered_at < customer.valid_to or customer.valid_to is null)
    left join customer as payer
        on latest_order_lines.payer_id = payer.customer_id
        and cast(latest_order_lines.shipped_on as timestamp_ntz) >= payer.valid_from
        and (
            cast(latest_order_lines.shipped_on as timestamp_ntz) < payer.valid_to
            or payer.valid_to is null
        )
    left join calendar as order_date
        on cast(
            convert_timezone('UTC', 'Europe/Berlin', latest_order_lines.ordered_at) as date
        ) = order_date.date_day
    left join calendar as ship_date
        on latest_order_lines.shipped_on = ship_date.date_day
)

{{ changed_rows(
    'final',
    key='order_lines_key',
    columns=[
        'order_lines_key',
        'customer_key',
        'payer_key',
        'order_date_key',
        'ship_date_key',
        'order_id',
        'line_number',
        'channel',
        'ordered_at',
        'quantity',
        'amount'
    ]
) }}
