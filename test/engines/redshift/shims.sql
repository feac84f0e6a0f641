-- Objects that Redshift has and PostgreSQL 15 lacks, as far as dbt-redshift and dbtgen use them.
-- Loaded once into a fresh database by a superuser. Values follow the public Redshift documentation;
-- nothing here was compared with a real cluster. Not emulated: regexp_substr of PostgreSQL returns
-- null without a match (Redshift: ''), fnv_hash, strtol, SUPER functions, system tables beyond dbt's.

-- used by the proxy to answer a statement that Redshift would refuse
create function redshift_refuses(reason text) returns void language plpgsql as $$
begin
    raise exception 'Redshift would refuse this: %', reason using errcode = '0A000';
end $$;

-- clocks -----------------------------------------------------------------------------------------

create function getdate() returns timestamp language sql stable as $$
    select date_trunc('second', statement_timestamp() at time zone 'UTC')
$$;
create function sysdate() returns timestamp language sql stable as $$
    select transaction_timestamp() at time zone 'UTC'
$$;

-- dates -------------------------------------------------------------------------------------------

create function redshift_date_part_name(part text) returns text language sql immutable as $$
    select case
        when lower(part) in ('year', 'years', 'y', 'yr', 'yrs') then 'year'
        when lower(part) in ('quarter', 'quarters', 'qtr', 'qtrs') then 'quarter'
        when lower(part) in ('month', 'months', 'mon', 'mons') then 'month'
        when lower(part) in ('week', 'weeks', 'w') then 'week'
        when lower(part) in ('day', 'days', 'd') then 'day'
        when lower(part) in ('hour', 'hours', 'h', 'hr', 'hrs') then 'hour'
        when lower(part) in ('minute', 'minutes', 'm', 'min', 'mins') then 'minute'
        when lower(part) in ('second', 'seconds', 's', 'sec', 'secs') then 'second'
        when lower(part) in ('millisecond', 'milliseconds', 'ms', 'msec', 'msecs') then 'millisecond'
        when lower(part) in ('microsecond', 'microseconds', 'us', 'usec', 'usecs') then 'microsecond'
    end
$$;

-- DATEADD answers a timestamp even for a date, and keeps the day of the month (ADD_MONTHS does not)
create function dateadd(part text, amount bigint, at timestamp) returns timestamp language sql immutable as $$
    select at + case redshift_date_part_name(part)
        when 'quarter' then make_interval(months => 3 * amount::int)
        else (amount || ' ' || redshift_date_part_name(part))::interval
    end
$$;
create function dateadd(part text, amount bigint, at timestamptz) returns timestamptz language sql stable as $$
    select dateadd(part, amount, at at time zone 'UTC') at time zone 'UTC'
$$;

create function dateadd(part text, amount bigint, at date) returns timestamp language sql immutable as $$
    select dateadd(part, amount, at::timestamp)
$$;
create function dateadd(part text, amount bigint, at text) returns timestamp language sql immutable as $$
    select dateadd(part, amount, at::timestamp)
$$;

-- DATEDIFF counts the boundaries crossed; weeks begin on Sunday
create function datediff(part text, from_at timestamp, to_at timestamp) returns bigint language plpgsql immutable as $$
declare
    unit text := redshift_date_part_name(part);
    months bigint := (extract(year from to_at) - extract(year from from_at)) * 12
        + extract(month from to_at) - extract(month from from_at);
    micros bigint;
begin
    if unit = 'year' then return extract(year from to_at) - extract(year from from_at); end if;
    if unit = 'quarter' then
        return (extract(year from to_at) * 4 + extract(quarter from to_at))
            - (extract(year from from_at) * 4 + extract(quarter from from_at));
    end if;
    if unit = 'month' then return months; end if;
    if unit = 'day' then return to_at::date - from_at::date; end if;
    if unit = 'week' then
        return ((to_at::date - extract(dow from to_at)::int) - (from_at::date - extract(dow from from_at)::int)) / 7;
    end if;
    if unit is null then raise exception 'invalid date part: %', part; end if;
    micros := (extract(epoch from date_trunc(unit, to_at) - date_trunc(unit, from_at)) * 1000000)::bigint;
    return micros / case unit
        when 'hour' then 3600000000 when 'minute' then 60000000 when 'second' then 1000000
        when 'millisecond' then 1000 else 1
    end;
end $$;

create function datediff(part text, from_at timestamptz, to_at timestamptz) returns bigint language sql stable as $$
    select datediff(part, from_at at time zone 'UTC', to_at at time zone 'UTC')
$$;

create function add_months(at timestamp, amount bigint) returns timestamp language sql immutable as $$
    select case
        when at::date = (date_trunc('month', at) + interval '1 month - 1 day')::date
            then (date_trunc('month', at) + make_interval(months => amount::int + 1) - interval '1 day') + at::time
        else at + make_interval(months => amount::int)
    end
$$;
create function last_day(at timestamp) returns date language sql immutable as $$
    select (date_trunc('month', at) + interval '1 month - 1 day')::date
$$;
create function trunc(at timestamp) returns date language sql immutable as $$ select at::date $$;
create function convert_timezone(target text, at timestamp) returns timestamp language sql stable as $$
    select at at time zone 'UTC' at time zone target
$$;
create function convert_timezone(source text, target text, at timestamp) returns timestamp language sql stable as $$
    select at at time zone source at time zone target
$$;

-- text and hashes ------------------------------------------------------------------------------------

create function len(value text) returns int language sql immutable as $$ select length(value) $$;
create function charindex(part text, value text) returns int language sql immutable as $$ select strpos(value, part) $$;
create function sha2(value text, bits int) returns text language sql immutable as $$
    select encode(
        case bits
            when 224 then sha224(convert_to(value, 'UTF8'))
            when 384 then sha384(convert_to(value, 'UTF8'))
            when 512 then sha512(convert_to(value, 'UTF8'))
            else sha256(convert_to(value, 'UTF8'))  -- 0 means 256
        end,
        'hex'
    )
$$;

-- REGEXP_REPLACE replaces every occurrence; the proxy calls this, because PostgreSQL's own, of the same name, replaces one
create function redshift_regexp_replace(value text, pattern text, replacement text default '') returns text language sql immutable as $$
    select regexp_replace(value, pattern, replacement, 'g')
$$;

-- SUPER, as far as it holds JSON: written without white space, compared as text
create domain super as json;
create function json_parse(value text) returns super language sql immutable as $$ select value::json $$;
create function json_serialize(value super) returns text language sql immutable as $$
    select regexp_replace(value::text, $re$("(?:[^"\\]|\\.)*")|\s+$re$, $re$\1$re$, 'g')
$$;
create function json_extract_path_text(value text, variadic path text[]) returns text language sql immutable as $$
    select value::json #>> path
$$;

-- strtol(digits, base) -> bigint; base 16 is all that is needed here
create function strtol(digits text, base integer) returns bigint language plpgsql immutable strict as $$
begin
    if base <> 16 or digits !~ '^[0-9a-fA-F]{1,16}$' then
        raise exception 'strtol(%, %) is not emulated', digits, base;
    end if;
    return cast(cast('x' || lpad(digits, 16, '0') as bit(64)) as bigint);
end
$$;

-- VARBYTE
create domain varbyte as bytea;

-- value, frame-aware, nulls skipped: first_value/last_value/lag/lead ... ignore nulls -------------------

create function redshift_later(kept anyelement, value anyelement) returns anyelement language sql immutable as $$
    select coalesce(value, kept)
$$;
create function redshift_earlier(kept anyelement, value anyelement) returns anyelement language sql immutable as $$
    select coalesce(kept, value)
$$;
create aggregate redshift_last_value(anyelement) (sfunc = redshift_later, stype = anyelement);
create aggregate redshift_first_value(anyelement) (sfunc = redshift_earlier, stype = anyelement);

-- catalog objects read by dbt-redshift ------------------------------------------------------------------

create function pg_get_late_binding_view_cols() returns setof record language sql stable as $$
    select null::name, null::name, null::name, null::varchar, null::int where false
$$;

set allow_system_table_mods = on;

create view pg_catalog.svv_external_columns as
select
    null::text as schemaname, null::text as tablename, null::text as columnname,
    null::text as external_type, null::int as columnnum
where false;

create view pg_catalog.svv_table_info as
select
    current_database()::text as "database", n.nspname::text as "schema", c.oid as table_id, c.relname::text as "table",
    ''::text as encoded, 'AUTO(ALL)'::text as diststyle, null::text as sortkey1, 0 as max_varchar,
    null::text as sortkey1_enc, 0 as sortkey_num, 0::bigint as size, 0::numeric as pct_used, 0::bigint as empty,
    0::numeric as unsorted, 0::numeric as stats_off, c.reltuples::numeric as tbl_rows,
    0::numeric as skew_sortkey1, 0::numeric as skew_rows, c.reltuples::numeric as estimated_visible_rows
from pg_class as c
inner join pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'r';

create view pg_catalog.svv_mv_info as
select
    null::text as database_name, null::text as schema_name, null::text as user_name, null::text as name,
    null::text as is_stale, null::int as state, null::text as autorewrite, null::text as autorefresh
where false;

create view pg_catalog.svv_redshift_columns as
select
    current_database()::text as database_name, table_schema::text as schema_name, table_name::text as table_name,
    column_name::text as column_name, ordinal_position, data_type::text as data_type, column_default, is_nullable,
    ''::text as encoding, false as distkey, 0 as sortkey, ''::text as column_acl, null::text as remarks
from information_schema.columns;

create view pg_catalog.svv_relation_privileges as
select
    table_schema::text as namespace_name, table_name::text as relation_name, lower(privilege_type)::text as privilege_type,
    grantee::text as identity_name, 'user'::text as identity_type
from information_schema.table_privileges
where grantee <> 'PUBLIC';

-- a principal that a generated project may grant to
create role reporter;
