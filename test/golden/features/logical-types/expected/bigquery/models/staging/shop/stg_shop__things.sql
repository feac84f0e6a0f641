with

source as (
    select * from {{ source('shop', 'things') }}
),

renamed as (
    select
        ---------- ids
        cast(thing_id as int64) as thing_id,

        ---------- strings
        cast(a_string as string) as a_string,
        cast(a_short_string as string) as a_short_string,
        cast(a_text as string) as a_text,
        cast(a_uuid as string) as a_uuid,

        ---------- numerics
        cast(an_integer as int64) as an_integer,
        cast(a_decimal as numeric(18, 4)) as a_decimal,
        cast(a_wide_decimal as bignumeric(38, 10)) as a_wide_decimal,
        cast(a_float as float64) as a_float,

        ---------- booleans
        cast(a_boolean as bool) as a_boolean,

        ---------- dates
        cast(a_date as date) as a_date,

        ---------- timestamps
        cast(a_timestamp as datetime) as a_timestamp,
        cast(a_timestamp_tz as timestamp) as a_timestamp_tz,
        cast(a_time as time) as a_time,

        ---------- others
        case when a_json is not null then parse_json(format('%t', a_json)) end as a_json,
        cast(a_binary as bytes) as a_binary
    from source
)

select * from renamed
