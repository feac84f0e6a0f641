with

orders as (
    select * from {{ ref('stg_shop__orders') }}
),

nations as (
    select * from {{ ref('stg_shop__nations') }}
),

regions as (
    select * from {{ ref('int_shop__regions_events') }}
),

bill as (
    select * from {{ ref('stg_billing__orders') }}
),

regions_ranked as (
    select
        region_id,
        region_name,
        row_number() over (
            partition by region_id
            order by
                _event_at desc,
                _loaded_at desc nulls last,
                region_name desc nulls last
        ) as _recency
    from regions
),

latest_regions as (
    select * from regions_ranked
    where _recency = 1
),

bill_ranked as (
    select
        order_id,
        billed_at,
        row_number() over (
            partition by order_id
            order by billed_at desc nulls last
        ) as _recency
    from bill
),

latest_bill as (
    select * from bill_ranked
    where _recency = 1
),

joined as (
    select
        orders.order_id,
        ship_nation.nation_name as ship_nation_name,
        bill_nation.nation_name as bill_nation_name,
        latest_regions.region_name,
        latest_bill.billed_at,
        ship_nation.nation_id <> bill_nation.nation_id as goes_abroad
    from orders
    left join nations as ship_nation
        on orders.ship_nation_id = ship_nation.nation_id
    inner join nations as bill_nation
        on orders.bill_nation_id = bill_nation.nation_id
    left join latest_regions
        on ship_nation.region_id = latest_regions.region_id
    left join latest_bill
        on orders.order_id = latest_bill.order_id
    where ship_nation.nation_name is not null
)

select * from joined
