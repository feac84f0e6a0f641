with

source as (
    select * from {{ source('shop', 'products') }}
),

null_texts_read as (
    select
        case
            when cast(sku as varchar(65535)) not in ('n/a', '-') then cast(sku as varchar(65535))
        end as sku,
        case
            when cast("Product Name" as varchar(65535)) not in ('n/a', '-')
                then cast("Product Name" as varchar(65535))
        end as "Product Name",
        case
            when cast(category as varchar(65535)) not in ('n/a', '-')
                then cast(category as varchar(65535))
        end as category,
        case
            when cast(supplier as varchar(65535)) not in ('n/a', '-')
                then cast(supplier as varchar(65535))
        end as supplier,
        case
            when cast(launch_price_cents as varchar(65535)) not in ('n/a', '-')
                then cast(launch_price_cents as varchar(65535))
        end as launch_price_cents
    from source
),

renamed as (
    select
        ---------- ids
        cast(sku as varchar(80)) as sku,

        ---------- strings
        cast("Product Name" as varchar(400)) as product_name,
        cast(category as varchar(200)) as category,
        cast(supplier as varchar(400)) as supplier,

        ---------- numerics
        cast(cast(launch_price_cents as integer) / 100.0 as numeric(12, 2)) as launch_price
    from null_texts_read
)

select * from renamed
