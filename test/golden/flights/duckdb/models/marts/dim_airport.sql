{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='airport_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at', 'identity': ['faa']},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_nycflights__airports'), ['faa']) }}",
        "{{ stop_on_repeated_keys(ref('stg_nycflights__airports'), ['faa']) }}",
        "{{ stop_on_mass_absence(
            ref('stg_nycflights__airports'),
            this,
            ['faa'],
            max_ratio=0.5,
            known='rows'
        ) }}"
    ]
) }}

with

airports as (
    select * from {{ ref('stg_nycflights__airports') }}
),

members as (
    select
        md5(faa) as airport_key,
        faa,
        name,
        latitude,
        longitude,
        altitude,
        time_zone
    from airports
),

reserved_members as (
    select
        '-1' as airport_key,
        cast(null as varchar) as faa,
        'Unknown' as name,
        cast(null as decimal(9, 6)) as latitude,
        cast(null as decimal(9, 6)) as longitude,
        cast(null as integer) as altitude,
        'Unknown' as time_zone
),

final as (
    select * from members

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='airport_key',
    columns=[
        'airport_key',
        'faa',
        'name',
        'latitude',
        'longitude',
        'altitude',
        'time_zone'
    ]
) }}
