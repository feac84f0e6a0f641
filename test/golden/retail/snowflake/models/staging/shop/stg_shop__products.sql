with

source as (
    select * from {{ source('shop', 'products') }}
),

null_texts_read as (
    select
        case when cast(sku as varchar) not in ('n/a', '-') then cast(sku as varchar) end as sku,
        case
            when cast("Product Name" as varchar) not in ('n/a', '-')
                then cast("Product Name" as varchar)
        end as "Product Name",
        case
            when cast(category as varchar) not in ('n/a', '-') then cast(category as varchar)
        end as category,
        case
            when cast(supplier as varchar) not in ('n/a', '-') then cast(supplier as varchar)
        end as supplier,
        case
            when cast(launch_price_cents as varchar) not in ('n/a', '-')
                then cast(launch_price_cents as varchar)
        end as launch_price_cents
    from source
),

renamed as (
    select
        ---------- ids
        cast(sku as varchar(20)) as sku,

        ---------- strings
        cast("Product Name" as varchar(100)) as product_name,
        cast(category as varchar(50)) as category,
        cast(supplier as varchar(100)) as supplier,

        ---------- numerics
        cast(cast(launch_price_cents as integer) / 100.0 as number(12, 2)) as launch_price
    from null_texts_read
)

select * from renamed
