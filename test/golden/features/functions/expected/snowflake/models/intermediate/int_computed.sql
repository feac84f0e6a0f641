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
                to_json(payload) desc nulls last,
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
        replace(regexp_replace(name, '[0-9]+', '#'), '''', '') as replaced_value,
        split_part(name, ' ', 2) as second_word_value,
        lpad(code, 8, '0') as padded_value,
        cast(position('x' in name) as bigint) as found_at_value,
        startswith(code, 'VIP') and regexp_instr(name, '^[A-Z]') > 0 as is_vip_value,
        name like 'A%' or name not like '%z' as looks_like_value,
        cast(length(name) as bigint) as how_long_value,
        cast(md5(name) as varchar) as hashed_value,
        cast(round(amount * 1.19, 2) as number(18, 2)) as rounded_value,
        cast(amount / nullif(quantity, 0) as float) as share_value,
        cast(
            mod(quantity, 7) + floor(amount) - ceil(amount) + sign(quantity) as bigint
        ) as whole_value,
        cast(sqrt(abs(power(amount, 2))) as float) as rooted_value,
        cast(greatest(quantity, 0) as integer) as most_value,
        cast(least(quantity, 100) as integer) as least_of_value,
        cast(date_trunc('month', ordered_on) as date) as month_of_value,
        date_trunc('hour', ordered_at) as hour_of_value,
        cast(dateadd('day', 14, ordered_on) as date) as due_on_value,
        cast(
            cast(
                datediff(
                    'day',
                    dateadd('day', 1 - dayofweekiso(ordered_on), date_trunc('day', ordered_on)),
                    dateadd(
                        'day',
                        1 - dayofweekiso(cast({{ load_at() }} as date)),
                        date_trunc('day', cast({{ load_at() }} as date))
                    )
                ) / 7 as integer
            ) as bigint
        ) as weeks_open_value,
        cast(extract(year from ordered_at) as bigint) as ordered_year_value,
        cast(extract(dayofweekiso from ordered_on) as bigint) as weekday_value,
        date_from_parts(1999, 12, 31) as born_on_value,
        timestamp_ntz_from_parts(1999, 12, 31, 23, 59, 59) as born_at_value,
        to_date(code, 'YYYYMMDD') as parsed_on_value,
        cast(get_path(payload, 'style.colour') as varchar) as colour_value,
        case
            when quantity is null then 'none'
            when quantity between 1 and 9 then 'small'
            when quantity in (10, 20, 30) then 'round'
            else 'large'
        end as size_value,
        name is distinct from code as changed_value,
        name is not distinct from code and not quantity is not null as same_value,
        cast(amount as varchar) as as_text_value,
        cast(cast(code as number(10, 2)) as number(10, 2)) as as_number_value
    from latest_orders
)

select * from selected
