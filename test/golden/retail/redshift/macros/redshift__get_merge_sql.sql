{#
  Brings changed rows into their table, for a model whose meta has `removed_when_null: <column>`: a
  row in which that column is null is removed from the table, any other replaces the row of its key
  or is added. Redshift's MERGE knows neither conditions nor a delete beside an update, so it is a
  delete and an insert in the transaction that dbt has open here: other sessions see both or
  neither. Every other model gets dbt-redshift's own merge.
#}
{% macro redshift__get_merge_sql(
    target,
    source,
    unique_key,
    dest_columns,
    incremental_predicates=none
) -%}
  {%- set removed_when_null = (config.get('meta') or {}).get('removed_when_null') -%}

  {%- if not removed_when_null -%}
    {{ return(
      dbt.redshift__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates)
    ) }}
  {%- endif -%}

  {%- set columns = dest_columns | map(attribute='quoted') | join(', ') -%}
  {#-
    A predicate may only narrow what the key implies: a row that it hides stays, beside the new one.
  -#}
  {%- set same_key = source ~ '.' ~ unique_key ~ ' = ' ~ target ~ '.' ~ unique_key -%}
  {%- set conditions = [same_key] + (incremental_predicates or []) -%}

  {#-
    The target of a DELETE takes no alias on Redshift, so whole names tell the two tables apart.
  #}
  delete from {{ target }}
  using {{ source }}
  where {{
    conditions
    | join('\n    and ')
    | replace('DBT_INTERNAL_DEST', target)
    | replace('DBT_INTERNAL_SOURCE', source)
  }};

  insert into {{ target }} ({{ columns }})
  select {{ columns }}
  from {{ source }}
  where {{ removed_when_null }} is not null
{%- endmacro %}
