{#
  Brings changed rows into their table, for a model whose meta has `removed_when_null: <column>`: a
  row in which that column is null is removed from the table, any other replaces the row of its key
  or is added. `identity` in the meta lists the columns that the key is made of. `ends` lists the
  columns of a version's end: a row without its key changes nothing but these and the column of
  `removed_when_null`. All of it is in the transaction that dbt has open, so others see all or
  nothing. Only ends are updated where they lie: DuckDB writes whole columns of what lies around
  anew, and for a whole row that takes longer than to delete it and to add it at the end of the
  table. Every other model gets dbt-duckdb's own merge.
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
  {%- set ends = meta.get('ends') -%}
  {#-
    A predicate may only narrow what the key implies: a row that it hides stays, beside the new one.
  -#}
  {%- set conditions = [] -%}
  {%- for column in identity -%}
    {%- do conditions.append('DBT_INTERNAL_DEST.' ~ column ~ ' = DBT_INTERNAL_SOURCE.' ~ column) -%}
  {%- endfor -%}
  {%- do conditions.extend(incremental_predicates or []) -%}

  {%- if ends -%}

  update {{ target }} as DBT_INTERNAL_DEST
  set
    {%- for column in ends + [removed_when_null] %}
    {{ column }} = DBT_INTERNAL_SOURCE.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ source }} as DBT_INTERNAL_SOURCE
  where
    {{ conditions | join('\n    and ') }}
    and DBT_INTERNAL_SOURCE.{{ unique_key }} is null;

  {% do conditions.append('DBT_INTERNAL_SOURCE.' ~ unique_key ~ ' is not null') -%}
  {%- endif -%}

  delete from {{ target }} as DBT_INTERNAL_DEST
  using {{ source }} as DBT_INTERNAL_SOURCE
  where
    {{ conditions | join('\n    and ') }};

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
  where
    {{ removed_when_null }} is not null
    {%- if ends %}
    and {{ unique_key }} is not null
    {%- endif %}
{%- endmacro %}
