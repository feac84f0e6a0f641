with

source as (
    select * from {{ source('shop', 'things') }}
),

renamed as (
    select
        ---------- ids
        cast(thing_id as bigint) as thing_id,

        ---------- strings
        cast(a_string as string) as a_string,
        cast(a_short_string as string) as a_short_string,
        cast(a_text as string) as a_text,
        cast(a_uuid as string) as a_uuid,

        ---------- numerics
        cast(an_integer as int) as an_integer,
        cast(a_decimal as decimal(18, 4)) as a_decimal,
        cast(a_wide_decimal as decimal(38, 10)) as a_wide_decimal,
        cast(a_float as double) as a_float,

        ---------- booleans
        cast(a_boolean as boolean) as a_boolean,

        ---------- dates
        cast(a_date as date) as a_date,

        ---------- timestamps
        cast(a_timestamp as timestamp_ntz) as a_timestamp,
        cast(a_timestamp_tz as timestamp) as a_timestamp_tz,
        cast(a_time as string) as a_time,

        ---------- others
        cast(a_json as string) as a_json,
        cast(a_binary as binary) as a_binary
    from source
)

select * from renamed
