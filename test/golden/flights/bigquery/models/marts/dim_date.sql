with

days as (
    select date_day
    from unnest(generate_date_array(date '2013-01-01', date '2013-12-31')) as date_day
),

dated as (
    select
        date_day,
        cast(extract(year from date_day) as int64) as year,
        cast(extract(quarter from date_day) as int64) as quarter,
        cast(extract(month from date_day) as int64) as month,
        cast(extract(isoweek from date_day) as int64) as week,
        cast(extract(day from date_day) as int64) as day_of_month,
        cast(mod(date_diff(date_day, date '1900-01-01', day), 7) + 1 as int64) as day_of_week,
        date_trunc(date_day, month) as first_day_of_month,
        date_trunc(date_day, quarter) as first_day_of_quarter,
        date_trunc(date_day, year) as first_day_of_year
    from days
),

described as (
    select
        cast(year * 10000 + month * 100 + day_of_month as int64) as date_key,
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
        case day_of_week
            when 1 then 'Monday'
            when 2 then 'Tuesday'
            when 3 then 'Wednesday'
            when 4 then 'Thursday'
            when 5 then 'Friday'
            when 6 then 'Saturday'
            when 7 then 'Sunday'
        end as day_name,
        cast(date_diff(date_day, first_day_of_year, day) + 1 as int64) as day_of_year,
        day_of_week in (6, 7) as is_weekend,
        cast(extract(isoyear from date_day) as int64) as iso_year,
        cast(year as string) || '-' || lpad(cast(month as string), 2, '0') as year_month,
        date_add(date_day, interval (1 - day_of_week) day) as first_day_of_week,
        date_add(date_day, interval (7 - day_of_week) day) as last_day_of_week,
        first_day_of_month,
        date_add(
            date_add(first_day_of_month, interval 1 month),
            interval (-1) day
        ) as last_day_of_month,
        first_day_of_quarter,
        date_add(
            date_add(first_day_of_quarter, interval 1 quarter),
            interval (-1) day
        ) as last_day_of_quarter,
        first_day_of_year,
        date_add(
            date_add(first_day_of_year, interval 1 year),
            interval (-1) day
        ) as last_day_of_year
    from dated
),

reserved_members as (
    select
        -1 as date_key,
        cast(null as date) as date_day,
        cast(null as int64) as year,
        cast(null as int64) as quarter,
        cast(null as int64) as month,
        'Unknown' as month_name,
        cast(null as int64) as week,
        cast(null as int64) as day_of_month,
        cast(null as int64) as day_of_week,
        'Unknown' as day_name,
        cast(null as int64) as day_of_year,
        cast(null as bool) as is_weekend,
        cast(null as int64) as iso_year,
        'Unknown' as year_month,
        cast(null as date) as first_day_of_week,
        cast(null as date) as last_day_of_week,
        cast(null as date) as first_day_of_month,
        cast(null as date) as last_day_of_month,
        cast(null as date) as first_day_of_quarter,
        cast(null as date) as last_day_of_quarter,
        cast(null as date) as first_day_of_year,
        cast(null as date) as last_day_of_year
),

final as (
    select * from described

    union all

    select * from reserved_members
)

select * from final
