with

rows_of_visits as (
    select * from {{ ref('stg_shop__visits') }}
),

states_of_customer as (
    select * from {{ ref('int_customer_events') }}
),

states_of_mandate as (
    select * from {{ ref('int_shop__customers_events') }}
),

states_of_office as (
    select * from {{ ref('int_shop__offices_events') }}
),

rows_of_visits_ranked as (
    select
        visit_id,
        manager_id,
        visited_at,
        row_number() over (
            partition by visit_id
            order by visited_at desc nulls last, manager_id desc nulls last
        ) as _recency
    from rows_of_visits
),

latest_rows_of_visits as (
    select * from rows_of_visits_ranked
    where _recency = 1
),

all_references as (
    select cast(manager_id as int64) as manager_id
    from latest_rows_of_visits

    union all

    select cast(manager_id as int64) as manager_id
    from states_of_customer

    union all

    select cast(deputy_id as int64) as manager_id
    from states_of_customer

    union all

    select cast(manager_id as int64) as manager_id
    from states_of_mandate

    union all

    select cast(head_id as int64) as manager_id
    from states_of_office
    where not _is_deleted
),

referenced as (
    select distinct manager_id
    from all_references
    where manager_id is not null
)

select * from referenced
