{#
  Brings changed rows into their table, for a model whose meta has `removed_when_null: <column>`: a
  row in which that column is null is removed from the table, any other replaces the row of its key
  or is added. `identity` in the meta lists the columns that the key is made of. It is a delete and
  an insert in the transaction that dbt has open, so others see both or neither: an update would
  have DuckDB write every column of the rows anew where they lie. Every other model gets dbt-
  duckdb's own merge.
#}
{% macro duckdb__get_merge_sql(
    target,
    source,
    unique_key,
    dest_columns,
    incremental_predicates=none
) -%}
  {%- set meta = config.get('meta') or {} -%}
  {%- set removed_when_null = meta.get('removed_when_null') -%}

  {%- if not removed_when_null -%}
    {{ return(
      dbt.duckdb__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates)
    ) }}
  {%- endif -%}

  {%- set columns = dest_columns | map(attribute='quoted') | join(', ') -%}
  {%- set identity = meta.get('identity') or [unique_key] -%}
  {#-
    A predicate may only narrow what the key implies: a row that it hides stays, beside the new one.
  -#}
  {%- set conditions = [] -%}
  {%- for column in identity -%}
    {%- do conditions.append('DBT_INTERNAL_DEST.' ~ column ~ ' = DBT_INTERNAL_SOURCE.' ~ column) -%}
  {%- endfor -%}

  delete from {{ target }} as DBT_INTERNAL_DEST
  using {{ source }} as DBT_INTERNAL_SOURCE
  where
    {{ (conditions + (incremental_predicates or [])) | join('\n    and ') }};

  {%- if identity != [unique_key] %}

  {#- Reserved members have no natural key, and their own key alone. #}
  delete from {{ target }} as DBT_INTERNAL_DEST
  using {{ source }} as DBT_INTERNAL_SOURCE
  where
    DBT_INTERNAL_DEST.{{ identity[0] }} is null
    and DBT_INTERNAL_SOURCE.{{ identity[0] }} is null
    and DBT_INTERNAL_DEST.{{ unique_key }} = DBT_INTERNAL_SOURCE.{{ unique_key }};
  {%- endif %}

  insert into {{ target }} ({{ columns }})
  select {{ columns }}
  from {{ source }}
  where {{ removed_when_null }} is not null
{%- endmacro %}
