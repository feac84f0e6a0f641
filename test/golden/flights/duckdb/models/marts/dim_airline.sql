{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='airline_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at', 'identity': ['carrier']},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_nycflights__airlines'), ['carrier']) }}",
        "{{ stop_on_repeated_keys(ref('stg_nycflights__airlines'), ['carrier']) }}",
        "{{ stop_on_mass_absence(
            ref('stg_nycflights__airlines'),
            this,
            ['carrier'],
            max_ratio=0.5,
            known='rows'
        ) }}"
    ]
) }}

with

airlines as (
    select * from {{ ref('stg_nycflights__airlines') }}
),

members as (
    select
        md5(carrier) as airline_key,
        carrier,
        name
    from airlines
),

reserved_members as (
    select
        '-1' as airline_key,
        cast(null as varchar) as carrier,
        'Unknown' as name
),

final as (
    select * from members

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='airline_key',
    columns=['airline_key', 'carrier', 'name']
) }}
