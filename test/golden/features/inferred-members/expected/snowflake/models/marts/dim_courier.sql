{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='courier_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    transient=false,
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__couriers'), ['courier_id', 'changed_at']) }}",
        "{{ stop_on_cut_log(
            ref('stg_shop__couriers'),
            this,
            ['courier_id'],
            begins=\"(logged.changed_at = stored.valid_from or (stored.valid_from = cast('1900-01-01 00:00:00' as timestamp_ntz) and (stored.valid_to is null or logged.changed_at < stored.valid_to)))\",
            where='not stored.is_inferred'
        ) }}"
    ]
) }}

with

couriers as (
    select * from {{ ref('stg_shop__couriers') }}
),

referenced as (
    select * from {{ ref('int_courier_referenced') }}
),

{# Nothing orders events at one instant: the same one of them is taken by every run. #}
events_ranked as (
    select
        courier_id,
        company,
        changed_at,
        row_number() over (
            partition by courier_id, changed_at
            order by company desc nulls last
        ) as _recency
    from couriers
),

states as (
    select
        courier_id,
        company,
        changed_at as _event_at
    from events_ranked
    where _recency = 1
),

states_compared as (
    select
        *,
        lag(company) over (partition by courier_id order by _event_at) as _previous_company,
        lag(_event_at) over (partition by courier_id order by _event_at) as _previous_event_at
    from states
),

{# The first state of a key, and each at which a tracked value changes. #}
turning_points as (
    select * from states_compared
    where
        _previous_event_at is null
        or company is distinct from _previous_company
),

intervals as (
    select
        courier_id,
        company,
        case
            when
                row_number() over (partition by courier_id order by _event_at) = 1
                and _event_at > cast('1900-01-01 00:00:00' as timestamp_ntz)
                then cast('1900-01-01 00:00:00' as timestamp_ntz)
            else _event_at
        end as valid_from,
        lead(_event_at) over (partition by courier_id order by _event_at) as valid_to,
        case
            when row_number() over (partition by courier_id order by _event_at) = 1
                then cast('1900-01-01 00:00:00' as timestamp_ntz)
            when _event_at = cast('1900-01-01 00:00:00' as timestamp_ntz)
                then min(_event_at) over (partition by courier_id)
            else _event_at
        end as _keyed_at
    from turning_points
),

versions as (
    select
        md5(
            replace(courier_id, '|', '||')
            || '|;' || to_char(cast(_keyed_at as timestamp_ntz), 'YYYY-MM-DD HH24:MI:SS.FF6')
        ) as courier_key,
        courier_id,
        company,
        valid_from,
        valid_to,
        valid_to is null as is_current
    from intervals
),

{# Keys that are referred to and that the source does not tell of yet. #}
inferred_members as (
    select
        md5(
            replace(referenced.courier_id, '|', '||')
            || '|;' || to_char(
                cast(cast('1900-01-01 00:00:00' as timestamp_ntz) as timestamp_ntz),
                'YYYY-MM-DD HH24:MI:SS.FF6'
            )
        ) as courier_key,
        referenced.courier_id,
        cast(null as varchar) as company,
        cast('1900-01-01 00:00:00' as timestamp_ntz) as valid_from,
        cast(null as timestamp_ntz) as valid_to,
        true as is_current,
        true as is_inferred
    from referenced
    left join versions
        on referenced.courier_id = versions.courier_id
    where versions.courier_id is null
),

with_inferred_members as (
    select
        courier_key,
        courier_id,
        company,
        valid_from,
        valid_to,
        is_current,
        false as is_inferred
    from versions

    union all

    select * from inferred_members
),

reserved_members as (
    select
        '-1' as courier_key,
        cast(null as varchar) as courier_id,
        'Unknown' as company,
        cast('1900-01-01 00:00:00' as timestamp_ntz) as valid_from,
        cast(null as timestamp_ntz) as valid_to,
        true as is_current,
        false as is_inferred
),

final as (
    select * from with_inferred_members

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='courier_key',
    columns=[
        'courier_key',
        'courier_id',
        'company',
        'valid_from',
        'valid_to',
        'is_current',
        'is_inferred'
    ]
) }}
