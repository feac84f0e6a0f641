with

source as (
    select * from {{ source('shop', 'products') }}
),

null_texts_read as (
    select
        case when cast(sku as text) not in ('n/a', '-') then cast(sku as text) end as sku,
        case
            when cast("Product Name" as text) not in ('n/a', '-') then cast("Product Name" as text)
        end as "Product Name",
        case
            when cast(category as text) not in ('n/a', '-') then cast(category as text)
        end as category,
        case
            when cast(supplier as text) not in ('n/a', '-') then cast(supplier as text)
        end as supplier,
        case
            when cast(launch_price_cents as text) not in ('n/a', '-')
                then cast(launch_price_cents as text)
        end as launch_price_cents
    from source
),

renamed as (
    select
        ---------- ids
        sku,

        ---------- strings
        "Product Name" as product_name,
        category,
        supplier,

        ---------- numerics
        cast(cast(launch_price_cents as integer) / 100.0 as numeric(12, 2)) as launch_price
    from null_texts_read
)

select * from renamed
