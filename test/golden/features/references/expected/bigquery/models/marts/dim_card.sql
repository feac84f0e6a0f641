{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='card_key',
    on_schema_change='fail',
    meta={'removed_when_null': '_loaded_at'},
    pre_hook=[
        "{{ stop_on_earlier_load(this) }}",
        "{{ stop_on_null_keys(ref('stg_shop__customers'), ['customer_id', 'changed_at']) }}",
        "{{ stop_on_cut_log(
            ref('stg_shop__customers'),
            this,
            ['customer_id'],
            where='not stored.is_inferred'
        ) }}"
    ]
) }}

with

customers as (
    select * from {{ ref('stg_shop__customers') }}
),

referenced as (
    select * from {{ ref('int_card_referenced') }}
),

members_of_customer as (
    select * from {{ ref('dim_customer') }}
),

versions_of_customer as (
    select * from {{ ref('dim_customer_history') }}
),

{# Of several events at one instant the last one says what holds from then on. #}
events_ranked as (
    select
        customer_id,
        segment,
        signed_up_at,
        changed_at,
        _is_deleted,
        row_number() over (
            partition by customer_id, changed_at
            order by
                _is_deleted desc,
                segment desc nulls last,
                signed_up_at desc nulls last
        ) as _recency
    from customers
),

states as (
    select
        customer_id,
        segment,
        signed_up_at as _referring_signed_up_at,
        changed_at as _event_at,
        _is_deleted
    from events_ranked
    where _recency = 1
),

states_by_recency as (
    select
        customer_id,
        segment,
        _referring_signed_up_at,
        row_number() over (partition by customer_id order by _event_at desc) as _recency
    from states
    where not _is_deleted
),

last_states as (
    select * from states_by_recency
    where _recency = 1
),

events_by_recency as (
    select
        customer_id,
        _is_deleted,
        row_number() over (partition by customer_id order by _event_at desc) as _recency
    from states
),

last_events as (
    select * from events_by_recency
    where _recency = 1
),

members as (
    select
        to_hex(md5(cast(last_states.customer_id as string))) as card_key,
        last_states.customer_id,
        last_states.segment,
        last_states._referring_signed_up_at,
        last_events._is_deleted as is_deleted
    from last_states
    inner join last_events
        on last_states.customer_id = last_events.customer_id
),

with_references as (
    select
        members.card_key,
        members.customer_id,
        members.segment,
        coalesce(referred_holder.customer_key, -1) as holder_key,
        coalesce(referred_opener.customer_key, -1) as opener_key,
        members.is_deleted
    from members
    left join members_of_customer as referred_holder
        on members.customer_id = referred_holder.customer_id
    left join versions_of_customer as referred_opener
        on members.customer_id = referred_opener.customer_id
        and members._referring_signed_up_at >= referred_opener.valid_from
        and (
            members._referring_signed_up_at < referred_opener.valid_to
            or referred_opener.valid_to is null
        )
),

{# Keys that are referred to and that the source does not tell of yet. #}
inferred_members as (
    select
        to_hex(md5(cast(referenced.customer_id as string))) as card_key,
        referenced.customer_id,
        cast(null as string) as segment,
        -1 as holder_key,
        -1 as opener_key,
        false as is_deleted,
        true as is_inferred
    from referenced
    left join with_references
        on referenced.customer_id = with_references.customer_id
    where with_references.customer_id is null
),

with_inferred_members as (
    select
        card_key,
        customer_id,
        segment,
        holder_key,
        opener_key,
        is_deleted,
        false as is_inferred
    from with_references

    union all

    select * from inferred_members
),

reserved_members as (
    select
        '-1' as card_key,
        cast(null as int64) as customer_id,
        'Unknown' as segment,
        -1 as holder_key,
        -1 as opener_key,
        false as is_deleted,
        false as is_inferred
),

final as (
    select * from with_inferred_members

    union all

    select * from reserved_members
)

{{ changed_rows(
    'final',
    key='card_key',
    columns=[
        'card_key',
        'customer_id',
        'segment',
        'holder_key',
        'opener_key',
        'is_deleted',
        'is_inferred'
    ]
) }}
