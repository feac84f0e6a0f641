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
                to_json_string(payload) desc nulls last,
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
        upper(trim(name, ' ')) || '-' || lower(code) as texts_value,
        name || ' (' || code || ')' as glued_value,
        coalesce(nullif(substr(name, 2, 3), ''), left(code, 2), right(code, 2)) as part_value,
        replace(regexp_replace(name, '[0-9]+', '#'), '\'', '') as replaced_value,
        coalesce(split(name, ' ')[safe_ordinal(2)], left(name, 0)) as second_word_value,
        lpad(code, 8, '0') as padded_value,
        cast(strpos(name, 'x') as int64) as found_at_value,
        starts_with(code, 'VIP') and regexp_contains(name, '^[A-Z]') as is_vip_value,
        name like 'A%' or name not like '%z' as looks_like_value,
        cast(length(name) as int64) as how_long_value,
        to_hex(md5(name)) as hashed_value,
        cast(round(amount * numeric '1.19', 2) as numeric(18, 2)) as rounded_value,
        cast(amount / nullif(quantity, 0) as float64) as share_value,
        cast(
            mod(quantity, 7) + floor(amount) - ceil(amount) + sign(quantity) as int64
        ) as whole_value,
        cast(sqrt(abs(power(amount, 2))) as float64) as rooted_value,
        cast(greatest(quantity, 0) as int64) as most_value,
        cast(least(quantity, 100) as int64) as least_of_value,
        date_trunc(ordered_on, month) as month_of_value,
        datetime_trunc(ordered_at, hour) as hour_of_value,
        date_add(ordered_on, interval 14 day) as due_on_value,
        cast(
            date_diff(cast({{ load_at() }} as date), ordered_on, isoweek) as int64
        ) as weeks_open_value,
        cast(extract(year from ordered_at) as int64) as ordered_year_value,
        cast(mod(extract(dayofweek from ordered_on) + 5, 7) + 1 as int64) as weekday_value,
        date(1999, 12, 31) as born_on_value,
        datetime(1999, 12, 31, 23, 59, 59) as born_at_value,
        parse_date('%Y%m%d', code) as parsed_on_value,
        json_value(payload, '$.style.colour') as colour_value,
        case
            when quantity is null then 'none'
            when quantity between 1 and 9 then 'small'
            when quantity in (10, 20, 30) then 'round'
            else 'large'
        end as size_value,
        name is distinct from code as changed_value,
        name is not distinct from code and not quantity is not null as same_value,
        format('%.2f', amount) as as_text_value,
        cast(cast(code as numeric(10, 2)) as numeric(10, 2)) as as_number_value
    from latest_orders
)

select * from selected
