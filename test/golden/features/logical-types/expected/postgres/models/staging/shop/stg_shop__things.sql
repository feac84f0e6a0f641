with

source as (
    select * from {{ source('shop', 'things') }}
),

renamed as (
    select
        ---------- ids
        cast(thing_id as bigint) as thing_id,

        ---------- strings
        cast(a_string as text) as a_string,
        cast(a_short_string as text) as a_short_string,
        cast(a_text as text) as a_text,
        cast(a_uuid as uuid) as a_uuid,

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
        cast(a_json as jsonb) as a_json,
        cast(a_binary as bytea) as a_binary
    from source
)

select * from renamed
