with

days as (
    with digits as (
        select 0 as digit
        union all
        select 1
        union all
        select 2
        union all
        select 3
        union all
        select 4
        union all
        select 5
        union all
        select 6
        union all
        select 7
        union all
        select 8
        union all
        select 9
    ),

    numbers as (
        select
            ones.digit
            + tens.digit * 10
            + hundreds.digit * 100 as number
        from digits as ones
        cross join digits as tens
        cross join digits as hundreds
    )

    select cast(dateadd('day', number, date '2024-01-01') as date) as date_day
    from numbers
    where number < 731
),

dated as (
    select
        date_day,
        cast(extract(year from date_day) as integer) as year,
        cast(extract(quarter from date_day) as integer) as quarter,
        cast(extract(month from date_day) as integer) as month,
        cast(extract(week from date_day) as integer) as week,
        cast(extract(day from date_day) as integer) as day_of_month,
        cast(
            mod(datediff('day', date '1900-01-01', date_day), 7) + 1 as integer
        ) as iso_day_of_week,
        cast(mod(datediff('day', date '1899-12-31', date_day), 7) + 1 as integer) as day_of_week,
        cast(date_trunc('month', date_day) as date) as first_day_of_month,
        cast(date_trunc('quarter', date_day) as date) as first_day_of_quarter,
        cast(date_trunc('year', date_day) as date) as first_day_of_year,
        cast(
            dateadd('month', -1, cast(date_trunc('month', date_day) as date)) as date
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
        cast(datediff('day', first_day_of_year, date_day) + 1 as integer) as day_of_year,
        iso_day_of_week in (6, 7) as is_weekend,
        cast(
            extract(year from dateadd('day', 3, date_trunc('week', date_day))) as integer
        ) as iso_year,
        cast(year as varchar(16)) || '-' || lpad(cast(month as varchar(8)), 2, '0') as year_month,
        cast(dateadd('day', 1 - day_of_week, date_day) as date) as first_day_of_week,
        cast(dateadd('day', 7 - day_of_week, date_day) as date) as last_day_of_week,
        first_day_of_month,
        cast(
            dateadd('day', -1, cast(dateadd('month', 1, first_day_of_month) as date)) as date
        ) as last_day_of_month,
        first_day_of_quarter,
        cast(
            dateadd('day', -1, cast(dateadd('quarter', 1, first_day_of_quarter) as date)) as date
        ) as last_day_of_quarter,
        first_day_of_year,
        cast(
            dateadd('day', -1, cast(dateadd('year', 1, first_day_of_year) as date)) as date
        ) as last_day_of_year,
        cast(extract(year from fiscal_month_start) + 1 as integer) as fiscal_year,
        cast(extract(quarter from fiscal_month_start) as integer) as fiscal_quarter,
        cast(extract(month from fiscal_month_start) as integer) as fiscal_period,
        cast(floor(
            cast(
                datediff(
                    'day',
                    cast(
                        dateadd(
                            'month',
                            1,
                            cast(date_trunc('year', fiscal_month_start) as date)
                        ) as date
                    ),
                    date_day
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
