with

source as (
    select * from {{ source('shop', 'products') }}
),

null_texts_read as (
    select
        case when cast(sku as string) not in ('n/a', '-') then cast(sku as string) end as sku,
        case
            when cast(`Product Name` as string) not in ('n/a', '-')
                then cast(`Product Name` as string)
        end as `Product Name`,
        case
            when cast(category as string) not in ('n/a', '-') then cast(category as string)
        end as category,
        case
            when cast(supplier as string) not in ('n/a', '-') then cast(supplier as string)
        end as supplier,
        case
            when cast(launch_price_cents as string) not in ('n/a', '-')
                then cast(launch_price_cents as string)
        end as launch_price_cents
    from source
),

renamed as (
    select
        ---------- ids
        sku,

        ---------- strings
        `Product Name` as product_name,
        category,
        supplier,

        ---------- numerics
        cast(cast(launch_price_cents as int) / 100.0 as decimal(12, 2)) as launch_price
    from null_texts_read
)

select * from renamed
