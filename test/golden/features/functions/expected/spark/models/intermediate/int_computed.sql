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
                payload desc nulls last,
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
        replace(regexp_replace(name, '[0-9]+', '#'), '\'', '') as replaced_value,
        split_part(name, ' ', 2) as second_word_value,
        lpad(code, 8, '0') as padded_value,
        cast(position('x' in name) as bigint) as found_at_value,
        startswith(code, 'VIP') and regexp_like(name, '^[A-Z]') as is_vip_value,
        name like 'A%' or name not like '%z' as looks_like_value,
        cast(length(name) as bigint) as how_long_value,
        md5(name) as hashed_value,
        cast(round(amount * 1.19, 2) as decimal(18, 2)) as rounded_value,
        cast(amount / nullif(quantity, 0) as double) as share_value,
        cast(
            round(mod(quantity, 7) + floor(amount) - ceil(amount) + sign(quantity)) as bigint
        ) as whole_value,
        cast(sqrt(abs(power(amount, 2))) as double) as rooted_value,
        cast(case when quantity is not null then greatest(quantity, 0) end as int) as most_value,
        cast(case when quantity is not null then least(quantity, 100) end as int) as least_of_value,
        trunc(ordered_on, 'month') as month_of_value,
        cast(date_trunc('hour', ordered_at) as timestamp_ntz) as hour_of_value,
        date_add(ordered_on, 14) as due_on_value,
        cast(
            timestampdiff(
                week,
                date_trunc('week', ordered_on),
                date_trunc('week', cast({{ load_at() }} as date))
            ) as bigint
        ) as weeks_open_value,
        cast(extract(year from ordered_at) as bigint) as ordered_year_value,
        cast(extract(dayofweek_iso from ordered_on) as bigint) as weekday_value,
        make_date(1999, 12, 31) as born_on_value,
        make_timestamp_ntz(1999, 12, 31, 23, 59, 59) as born_at_value,
        to_date(code, 'yyyyMMdd') as parsed_on_value,
        get_json_object(payload, '$.style.colour') as colour_value,
        case
            when quantity is null then 'none'
            when quantity between 1 and 9 then 'small'
            when quantity in (10, 20, 30) then 'round'
            else 'large'
        end as size_value,
        name is distinct from code as changed_value,
        name is not distinct from code and not quantity is not null as same_value,
        cast(amount as string) as as_text_value,
        cast(cast(code as decimal(10, 2)) as decimal(10, 2)) as as_number_value
    from latest_orders
)

select * from selected
