with

source as (
    select * from {{ source('shop', 'things') }}
),

renamed as (
    select
        ---------- ids
        cast(thing_id as bigint) as thing_id,

        ---------- strings
        cast(a_string as varchar(65535)) as a_string,
        cast(a_short_string as varchar(40)) as a_short_string,
        cast(a_text as varchar(65535)) as a_text,
        cast(a_uuid as varchar(36)) as a_uuid,

        ---------- numerics
        cast(an_integer as integer) as an_integer,
        cast(a_decimal as numeric(18, 4)) as a_decimal,
        cast(a_wide_decimal as numeric(38, 10)) as a_wide_decimal,
        cast(a_float as double precision) as a_float,

        ---------- booleans
        cast(a_boolean as boolean) as a_boolean,

        ---------- dates
        cast(a_date as date) as a_date,

        ---------- timestamps
        cast(a_timestamp as timestamp) as a_timestamp,
        cast(a_timestamp_tz as timestamptz) as a_timestamp_tz,
        cast(a_time as time) as a_time,

        ---------- others
        json_parse(a_json) as a_json,
        cast(a_binary as varbyte) as a_binary
    from source
)

select * from renamed
