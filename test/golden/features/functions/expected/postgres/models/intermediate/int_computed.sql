with

orders as (
    select * from {{ ref('stg_shop__orders') }}
),

orders_ranked as (
    select
        order_id,
        name,
        code,
        quantity,
        amount,
        payload,
        ordered_on,
        ordered_at,
        row_number() over (
            partition by order_id
            order by
                ordered_at desc nulls last,
                name desc nulls last,
                code desc nulls last,
                quantity desc nulls last,
                amount desc nulls last,
                cast(payload as text) desc nulls last,
                ordered_on desc nulls last
        ) as _recency
    from orders
),

latest_orders as (
    select * from orders_ranked
    where _recency = 1
),

selected as (
    select
        order_id,
        upper(trim(name)) || '-' || lower(code) as texts_value,
        name || ' (' || code || ')' as glued_value,
        coalesce(nullif(substring(name, 2, 3), ''), left(code, 2), right(code, 2)) as part_value,
        replace(regexp_replace(name, '[0-9]+', '#', 'g'), '''', '') as replaced_value,
        split_part(name, ' ', 2) as second_word_value,
        lpad(code, 8, '0') as padded_value,
        cast(position('x' in name) as bigint) as found_at_value,
        starts_with(code, 'VIP') and name ~ '^[A-Z]' as is_vip_value,
        name like 'A%' or name not like '%z' as looks_like_value,
        cast(length(name) as bigint) as how_long_value,
        md5(name) as hashed_value,
        cast(round(amount * 1.19, 2) as numeric(18, 2)) as rounded_value,
        cast(amount / nullif(quantity, 0) as double precision) as share_value,
        cast(
            mod(quantity, 7) + floor(amount) - ceil(amount) + sign(quantity) as bigint
        ) as whole_value,
        cast(
            sqrt(
                abs(power(cast(amount as double precision), cast(2 as double precision)))
            ) as double precision
        ) as rooted_value,
        cast(
            case when quantity is not null then greatest(quantity, 0) end as integer
        ) as most_value,
        cast(
            case when quantity is not null then least(quantity, 100) end as integer
        ) as least_of_value,
        cast(date_trunc('month', cast(ordered_on as timestamp)) as date) as month_of_value,
        date_trunc('hour', ordered_at) as hour_of_value,
        ordered_on + 14 as due_on_value,
        cast(
            (
                cast(
                    date_trunc('week', cast(cast({{ load_at() }} as date) as timestamp)) as date
                ) - cast(date_trunc('week', cast(ordered_on as timestamp)) as date)
            ) / 7 as bigint
        ) as weeks_open_value,
        cast(extract(year from ordered_at) as bigint) as ordered_year_value,
        cast(extract(isodow from ordered_on) as bigint) as weekday_value,
        make_date(1999, 12, 31) as born_on_value,
        make_timestamp(1999, 12, 31, 23, 59, 59) as born_at_value,
        to_date(code, 'YYYYMMDD') as parsed_on_value,
        jsonb_extract_path_text(payload, 'style', 'colour') as colour_value,
        case
            when quantity is null then 'none'
            when quantity between 1 and 9 then 'small'
            when quantity in (10, 20, 30) then 'round'
            else 'large'
        end as size_value,
        name is distinct from code as changed_value,
        name is not distinct from code and not quantity is not null as same_value,
        cast(amount as text) as as_text_value,
        cast(cast(code as numeric(10, 2)) as numeric(10, 2)) as as_number_value
    from latest_orders
)

select * from selected
