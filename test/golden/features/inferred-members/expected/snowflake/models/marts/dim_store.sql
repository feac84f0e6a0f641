{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='store_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__stores'), ['country', 'store_number']) }}",
        "{{ stop_on_repeated_keys(ref('stg_shop__stores'), ['country', 'store_number']) }}",
        "{{ stop_on_mass_absence(
            ref('stg_shop__stores'),
            this,
            ['country', 'store_number'],
            max_ratio=0.5,
            known='rows',
            where='not is_inferred'
        ) }}"
    ]
) }}

with

stores as (
    select * from {{ ref('stg_shop__stores') }}
),

referenced as (
    select * from {{ ref('int_store_referenced') }}
),

members as (
    select
        md5(replace(country, '|', '||') || '|;' || cast(store_number as varchar)) as store_key,
        country,
        store_number,
        city
    from stores
),

{# Keys that are referred to and that the source does not tell of yet. #}
inferred_members as (
    select
        md5(
            replace(referenced.country, '|', '||')
            || '|;' || cast(referenced.store_number as varchar)
        ) as store_key,
        referenced.country,
        referenced.store_number,
        cast(null as varchar) as city,
        true as is_inferred
    from referenced
    left join members
        on referenced.country = members.country
        and referenced.store_number = members.store_number
    where members.country is null
),

with_inferred_members as (
    select
        store_key,
        country,
        store_number,
        city,
        false as is_inferred
    from members

    union all

    select * from inferred_members
),

reserved_members as (
    select
        '-1' as store_key,
        cast(null as varchar) as country,
        cast(null as integer) as store_number,
        'Unknown' as city,
        false as is_inferred

    union all

    select
        '-2' as store_key,
        cast(null as varchar) as country,
        cast(null as integer) as store_number,
        'Not applicable' as city,
        false as is_inferred
),

final as (
    select * from with_inferred_members

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='store_key',
    columns=['store_key', 'country', 'store_number', 'city', 'is_inferred']
) }}
