with

days as (
    select cast(day as date) as date_day
    from generate_series(
        timestamp '2020-01-01',
        timestamp '2030-12-31',
        interval '1 day'
    ) as days (day)
),

dated as (
    select
        date_day,
        cast(extract(year from date_day) as integer) as year,
        cast(extract(quarter from date_day) as integer) as quarter,
        cast(extract(month from date_day) as integer) as month,
        cast(extract(week from date_day) as integer) as week,
        cast(extract(day from date_day) as integer) as day_of_month,
        cast(mod(date_day - date '1900-01-01', 7) + 1 as integer) as iso_day_of_week,
        cast(mod(date_day - date '1899-12-31', 7) + 1 as integer) as day_of_week,
        cast(date_trunc('month', cast(date_day as timestamp)) as date) as first_day_of_month,
        cast(date_trunc('quarter', cast(date_day as timestamp)) as date) as first_day_of_quarter,
        cast(date_trunc('year', cast(date_day as timestamp)) as date) as first_day_of_year,
        cast(
            cast(
                date_trunc('month', cast(date_day as timestamp)) as date
            ) + interval '-1 month' as date
        ) as fiscal_month_start
    from days
),

described as (
    select
        cast(year * 10000 + month * 100 + day_of_month as integer) as date_key,
        date_day,
        year,
        quarter,
        month,
        case month
            when 1 then 'January'
            when 2 then 'February'
            when 3 then 'March'
            when 4 then 'April'
            when 5 then 'May'
            when 6 then 'June'
            when 7 then 'July'
            when 8 then 'August'
            when 9 then 'September'
            when 10 then 'October'
            when 11 then 'November'
            when 12 then 'December'
        end as month_name,
        week,
        day_of_month,
        day_of_week,
        case iso_day_of_week
            when 1 then 'Monday'
            when 2 then 'Tuesday'
            when 3 then 'Wednesday'
            when 4 then 'Thursday'
            when 5 then 'Friday'
            when 6 then 'Saturday'
            when 7 then 'Sunday'
        end as day_name,
        cast(date_day - first_day_of_year + 1 as integer) as day_of_year,
        iso_day_of_week in (6, 7) as is_weekend,
        cast(extract(isoyear from date_day) as integer) as iso_year,
        cast(year as text) || '-' || lpad(cast(month as text), 2, '0') as year_month,
        date_day + (1 - day_of_week) as first_day_of_week,
        date_day + (7 - day_of_week) as last_day_of_week,
        first_day_of_month,
        cast(first_day_of_month + interval '1 month' as date) - 1 as last_day_of_month,
        first_day_of_quarter,
        cast(first_day_of_quarter + interval '3 month' as date) - 1 as last_day_of_quarter,
        first_day_of_year,
        cast(first_day_of_year + interval '1 year' as date) - 1 as last_day_of_year,
        cast(extract(year from fiscal_month_start) + 1 as integer) as fiscal_year,
        cast(extract(quarter from fiscal_month_start) as integer) as fiscal_quarter,
        cast(extract(month from fiscal_month_start) as integer) as fiscal_period,
        cast(floor(
            cast(
                date_day - cast(
                    cast(
                        date_trunc('year', cast(fiscal_month_start as timestamp)) as date
                    ) + interval '1 month' as date
                ) as double precision
            ) / 7
        ) + 1 as integer) as fiscal_week
    from dated
),

reserved_members as (
    select
        -1 as date_key,
        cast(null as date) as date_day,
        cast(null as integer) as year,
        cast(null as integer) as quarter,
        cast(null as integer) as month,
        'Unknown' as month_name,
        cast(null as integer) as week,
        cast(null as integer) as day_of_month,
        cast(null as integer) as day_of_week,
        'Unknown' as day_name,
        cast(null as integer) as day_of_year,
        cast(null as boolean) as is_weekend,
        cast(null as integer) as iso_year,
        'Unknown' as year_month,
        cast(null as date) as first_day_of_week,
        cast(null as date) as last_day_of_week,
        cast(null as date) as first_day_of_month,
        cast(null as date) as last_day_of_month,
        cast(null as date) as first_day_of_quarter,
        cast(null as date) as last_day_of_quarter,
        cast(null as date) as first_day_of_year,
        cast(null as date) as last_day_of_year,
        cast(null as integer) as fiscal_year,
        cast(null as integer) as fiscal_quarter,
        cast(null as integer) as fiscal_period,
        cast(null as integer) as fiscal_week

    union all

    select
        -2 as date_key,
        cast(null as date) as date_day,
        cast(null as integer) as year,
        cast(null as integer) as quarter,
        cast(null as integer) as month,
        'Not applicable' as month_name,
        cast(null as integer) as week,
        cast(null as integer) as day_of_month,
        cast(null as integer) as day_of_week,
        'Not applicable' as day_name,
        cast(null as integer) as day_of_year,
        cast(null as boolean) as is_weekend,
        cast(null as integer) as iso_year,
        'Not applicable' as year_month,
        cast(null as date) as first_day_of_week,
        cast(null as date) as last_day_of_week,
        cast(null as date) as first_day_of_month,
        cast(null as date) as last_day_of_month,
        cast(null as date) as first_day_of_quarter,
        cast(null as date) as last_day_of_quarter,
        cast(null as date) as first_day_of_year,
        cast(null as date) as last_day_of_year,
        cast(null as integer) as fiscal_year,
        cast(null as integer) as fiscal_quarter,
        cast(null as integer) as fiscal_period,
        cast(null as integer) as fiscal_week

    union all

    select
        -3 as date_key,
        cast(null as date) as date_day,
        cast(null as integer) as year,
        cast(null as integer) as quarter,
        cast(null as integer) as month,
        'Not yet' as month_name,
        cast(null as integer) as week,
        cast(null as integer) as day_of_month,
        cast(null as integer) as day_of_week,
        'Not yet' as day_name,
        cast(null as integer) as day_of_year,
        cast(null as boolean) as is_weekend,
        cast(null as integer) as iso_year,
        'Not yet' as year_month,
        cast(null as date) as first_day_of_week,
        cast(null as date) as last_day_of_week,
        cast(null as date) as first_day_of_month,
        cast(null as date) as last_day_of_month,
        cast(null as date) as first_day_of_quarter,
        cast(null as date) as last_day_of_quarter,
        cast(null as date) as first_day_of_year,
        cast(null as date) as last_day_of_year,
        cast(null as integer) as fiscal_year,
        cast(null as integer) as fiscal_quarter,
        cast(null as integer) as fiscal_period,
        cast(null as integer) as fiscal_week
),

final as (
    select * from described

    union all

    select * from reserved_members
)

select * from final
