{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='customer_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_empty_input(ref('dim_customer_history'), this, 'customer_key') }}"
    ]
) }}

with

customer_history as (
    select * from {{ ref('dim_customer_history') }}
),

final as (
    select
        customer_key,
        customer_id,
        segment,
        manager,
        account_manager_key,
        account_manager_durable_key,
        deputy_key,
        deputy_durable_key,
        greeter_key,
        greeter_durable_key,
        office_key,
        sign_up_date_key,
        valid_from,
        valid_to,
        is_current,
        is_deleted
    from customer_history
    where is_current
)

{{ changed_rows(
    'final',
    key='customer_key',
    columns=[
        'customer_key',
        'customer_id',
        'segment',
        'manager',
        'account_manager_key',
        'account_manager_durable_key',
        'deputy_key',
        'deputy_durable_key',
        'greeter_key',
        'greeter_durable_key',
        'office_key',
        'sign_up_date_key',
        'valid_from',
        'valid_to',
        'is_current',
        'is_deleted'
    ]
) }}
