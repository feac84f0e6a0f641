-- Snowflake statements for `check.py`, one per paragraph, in one session.
-- `-- = value` compares the first row (columns joined by a blank), `-- refused` expects an error that
-- Snowflake gives too, `-- gap` marks valid Snowflake that the stand-in cannot run (or answers wrongly
-- in the value shown): when a new fakesnow closes the gap, the check says so.

create or replace table t (id int, op varchar(1), v varchar(10), n int, seen_at timestamp_ntz) cluster by (id)

insert into t values (1, 'u', 'a', 1, '2024-01-01'), (2, 'u', 'b', 2, '2024-01-02'), (3, 'u', 'c', 3, '2024-01-03')

-- = 1 1 1
merge into t using (select 1 as id, 'd' as op, 'x' as v, 9 as n, '2024-02-01'::timestamp_ntz as seen_at union all select 2, 'u', 'y', 8, '2024-02-01'::timestamp_ntz union all select 9, 'u', 'z', 7, '2024-02-01'::timestamp_ntz) s on (t.id = s.id) when matched and s.op = 'd' then delete when matched and s.seen_at > t.seen_at then update set t.v = s.v || '!', n = s.n + 1, seen_at = s.seen_at when not matched and s.op <> 'd' then insert (id, op, v, n, seen_at) values (s.id, s.op, s.v, s.n, s.seen_at)

-- = 2=y!,3=c,9=z
select listagg(id || '=' || v, ',') within group (order by id) from t

-- refused
merge into t using (select 2 as id, 'p' as v union all select 2, 'q') s on t.id = s.id when matched then update set v = s.v

-- = 1
merge into t using (select 2 as id, 'p' as v union all select 2, 'q') s on t.id = s.id and s.v = 'p' when matched then update set v = s.v

merge into LAB_DB.LAB.t as DBT_INTERNAL_DEST using t as DBT_INTERNAL_SOURCE on DBT_INTERNAL_DEST.id = DBT_INTERNAL_SOURCE.id when matched then update set v = DBT_INTERNAL_SOURCE.v when not matched then insert (id, op) values (id, op)

merge into t using (select 77 as id) s on t.id = s.id when not matched then insert (id) values (id)

alter table t cluster by (id, seen_at)

alter table t resume recluster

alter table t suspend recluster

create masking policy if not exists mask_v as (val varchar) returns varchar -> case when current_role() in ('X') then val else '***' end

alter table t modify column v set masking policy mask_v

alter table t modify column v unset masking policy

create or replace row access policy rap as (n int) returns boolean -> true

alter table t add row access policy rap on (n)

create tag if not exists cost_center

alter table t set tag cost_center = 'x'

-- = 2 p
select id, v from t qualify row_number() over (partition by op order by seen_at desc, id) = 1 and v is not null

-- = 0cc175b9c0f1b6a831c399e269772661 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb
select md5('a'), sha2('a', 256)

-- = ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb
select sha2('a')

-- gap
select sha2('a', 512)

-- gap
select md5_number_lower64('a')

select hash(1), hash('a', 2)

-- gap
select hash(*) from t limit 1

select id, lead(v) ignore nulls over (order by id) as a, lag(v, 1) ignore nulls over (order by id) as b, first_value(v ignore nulls) over (order by id rows between unbounded preceding and current row) as c, last_value(v) ignore nulls over (order by id) as d from t order by id

-- = True True True y
select 1 is distinct from null as a, null is not distinct from null as b, equal_null(null, null) as c, iff(1 = 1, 'y', 'n') as d

-- = 31 1 1 4 1
select datediff(day, '2024-01-01'::date, '2024-02-01'::date), datediff('month', '2024-01-31'::timestamp_ntz, '2024-02-01'::timestamp_ntz), datediff(week, '2024-01-06'::date, '2024-01-08'::date), datediff(quarter, '2024-01-06'::date, '2025-01-08'::date), datediff(second, '2024-01-01 00:00:00.9'::timestamp_ntz, '2024-01-01 00:00:01'::timestamp_ntz)

-- = 2024-02-29 2024-02-29 2024-01-31 00:00:01 2024-01-30 23:59:59.999999 24
select dateadd(day, -1, '2024-03-01'::date), dateadd(month, 1, '2024-01-31'::date), dateadd('second', 1, '2024-01-31 00:00:00'::timestamp_ntz), dateadd(microsecond, -1, '2024-01-31 00:00:00'::timestamp_ntz), timestampdiff(hour, '2024-01-01'::timestamp_ntz, '2024-01-02'::timestamp_ntz)

-- = 3 2024-01-03
select count(*), max(d) from (select dateadd(day, row_number() over (order by seq4()) - 1, '2024-01-01'::date) as d from table(generator(rowcount => 3)))

-- = 3
select count(*) from (select dateadd(day, seq4(), '2024-01-01'::date) as d from table(generator(rowcount => 3)))

-- = 3
with recursive spine as (select '2024-01-01'::date as d union all select dateadd(day, 1, d)::date from spine where d < '2024-01-03'::date) select count(*) from spine

-- = {"a":1,"b":"x"} {"a":null} [1,2] 1
select object_construct('a', 1, 'b', 'x'), object_construct_keep_null('a', null), array_construct(1, 2), parse_json('{"a":1}'):a::int

-- = 2024-01-01 10:00:00 2024-01-01 10:00:00 2024-01-01 10:00:00 2024-01-01 00:00:00
select to_timestamp_ntz('2024-01-01 10:00:00'), to_timestamp_ntz(1704103200), to_timestamp_ntz(1704103200000, 3), to_timestamp_ntz('20240101', 'YYYYMMDD')

-- = None None 1.3 1.26 None None
select try_cast('x' as int), try_cast('2024-13-01' as date), try_cast('1.25' as number(10, 1)), try_to_decimal('1.255', 10, 2), try_to_date('x'), try_to_boolean('x')

-- gap
select try_cast('x' as timestamp_ntz)

-- gap
select try_to_timestamp_ntz('x')

select current_timestamp()::timestamp_ntz, convert_timezone('UTC', current_timestamp())::timestamp_ntz, sysdate(), '2024-01-01'::timestamp_tz, cast('2024-01-01' as timestamp_ltz)

begin

insert into t (id) values (100)

rollback

-- = 0
select count(*) from t where id = 100

begin transaction

insert into t (id) values (101)

commit

-- = 1
select count(*) from t where id = 101

begin

-- refused
select nonsense from nowhere

commit

-- = 4
insert overwrite into t select * from t where id < 100

insert overwrite into t (id, v) select id, v from t

-- = 4 77
select count(*), max(id) from t

create or replace table h clone t

create or replace transient table tt copy grants as select * from t

-- gap
alter table tt swap with h

alter table if exists tt add column extra varchar(20), more number(38, 0)

alter table tt alter column extra set data type varchar(200)

alter table tt rename to tt2

-- gap
alter table tt2 drop column extra, more

truncate table tt2

create or replace view vw (id comment 'key') comment = 'a view' as select id from t

create or replace secure view vws copy grants as select id from t

create or replace dynamic table dt target_lag = '1 minute' warehouse = wh as select id from t

update t set v = s.v from (select 2 as id, 'new' as v) s where t.id = s.id

delete from t using (select 2 as id) s where t.id = s.id

insert into t (id, v) select column1, column2 from values (50, 'a'), (51, null)

-- = 1 x
select column1 as a, column2 as b from values (1, 'x'), (2, 'y') order by 1

-- gap
select $1 as a from values (1), (2)

create or replace table keyed (id number(38, 0) autoincrement start 1 increment 1, name varchar(20) not null default 'x', constraint pk primary key (id), constraint fk foreign key (id) references t (id) not enforced, unique (name))

insert into keyed (name) values ('a'), ('a')

-- refused
insert into keyed (name) values (null)

alter table keyed add constraint u2 unique (name) not enforced rely

create or replace table typed (id int not null, name varchar(5), primary key (id)) as (with a as (select 1 as id, 'x' as name) select * from a union all select 1, 'y')

create or replace temporary table LAB_DB.LAB.tmp as select 1 as a

-- refused
create or replace table typed2 (id int not null) as select null::int as id

grant select on table t to role reporter

comment on table t is $$it's a table$$

alter table t modify column id comment 'key', column v comment 'it''s a value'

-- = a
select listagg(distinct v, ',') within group (order by v) from t where id = 50

select id, count_if(v is null) from t group by all order by 1

select t.* exclude (op), t.* rename (v as w) from t limit 1

select max_by(v, id), min_by(v, id), any_value(v), mode(v), median(id), approx_count_distinct(id), boolor_agg(id > 1), booland_agg(id > 1) from t

select f.value:id::int as id, f.index from (select parse_json('[{"id":1},{"id":2}]') as j), lateral flatten(input => j) f

-- gap
select ratio_to_report(id) over () from t

-- gap
select conditional_change_event(v) over (order by id) from t

-- = 20240131 20240131 2024-01-31 10:11:12.345000
select to_char('2024-01-31'::date, 'YYYYMMDD'), to_number(to_char('2024-01-31'::date, 'YYYYMMDD')), to_varchar('2024-01-31 10:11:12.345'::timestamp_ntz, 'YYYY-MM-DD HH24:MI:SS.FF6')

-- gap:  10.50
select to_varchar(10.5, '999.99')

-- gap: 2024-01-31 10:11:12.000
select to_varchar('2024-01-31 10:11:12'::timestamp_ntz)

-- = 1 1 Mon Jan 2024-02-29 2024-03-01 0 2
select dayofweekiso('2024-01-01'::date), weekiso('2024-01-01'::date), dayname('2024-01-01'::date), monthname('2024-01-01'::date), last_day('2024-02-01'::date), date_from_parts(2024, 2, 30), dayofweek('2024-01-07'::date), quarter('2024-05-01'::date)

-- gap: 0.333333
select 1 / 3

-- gap
select cast('12345678901234567890' as number(38, 0))

-- = a|b abc None 2 001
select concat_ws('|', 'a', 'b'), concat('a', 'b', 'c'), 'a' || null, nvl2(null, 1, 2), lpad('1', 3, '0')

-- gap: True True (columns without alias and with equal text collapse into one)
select 1 = 1, 1 = 1

-- gap
create or replace table reserved_in_duckdb (at timestamp_ntz)

-- gap
select a.id, b.id from t a asof join t b match_condition (a.seen_at >= b.seen_at) on a.id = b.id

-- gap
select * from t at (offset => -60)

-- gap: 2024/01/05
select to_char(seen_at, 'YYYY/MM/DD') from (select '2024-01-05'::timestamp_ntz as seen_at)

-- = 2024/01/05
select to_char(cast(seen_at as timestamp_ntz), 'YYYY/MM/DD') from (select '2024-01-05'::timestamp_ntz as seen_at)

-- = 9223372036854775807 255
select cast(to_number('7fffffffffffffff', 'XXXXXXXXXXXXXXXX') as bigint), to_number('ff', 'XXXX')

-- refused
select to_number('fffff', 'XXXX')

-- refused
select to_number('fg', 'XXXX')
