{#
  Brings changed rows into their table, for a model whose meta has `removed_when_null: <column>`: a
  row in which that column is null is removed from the table, any other replaces the row of its key
  or is added. It is one statement, because Spark has no transactions; Delta and Iceberg do it
  wholly or not at all. Every other model gets dbt-spark's own merge.
#}
{% macro spark__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
  {%- set removed_when_null = (config.get('meta') or {}).get('removed_when_null') -%}

  {%- if not removed_when_null -%}
    {{ return(
      dbt.spark__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates)
    ) }}
  {%- endif -%}

  {#- dbt-spark passes no columns: its own merge says `update set *`. -#}
  {%- set columns = adapter.get_columns_in_relation(target) | map(attribute='quoted') | list -%}
  {#-
    A predicate may only narrow what the key implies: a row that it hides is taken for a new one.
  -#}
  {%- set same_key = 'DBT_INTERNAL_SOURCE.' ~ unique_key ~ ' = DBT_INTERNAL_DEST.' ~ unique_key -%}
  {%- set conditions = [same_key] + (incremental_predicates or []) -%}

  merge into {{ target }} as DBT_INTERNAL_DEST
  using {{ source }} as DBT_INTERNAL_SOURCE
    on {{ conditions | join('\n    and ') }}

  when matched and DBT_INTERNAL_SOURCE.{{ removed_when_null }} is null then delete

  when matched then update set
    {%- for column in columns %}
    {{ column }} = DBT_INTERNAL_SOURCE.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}

  {#- A row to be removed that is not there, as after a run that was repeated, is no new row. #}
  when not matched and DBT_INTERNAL_SOURCE.{{ removed_when_null }} is not null
  then insert ({{ columns | join(', ') }})
    values (
      {%- for column in columns %}
      DBT_INTERNAL_SOURCE.{{ column }}{{ ',' if not loop.last }}
      {%- endfor %}
    )
{%- endmacro %}
