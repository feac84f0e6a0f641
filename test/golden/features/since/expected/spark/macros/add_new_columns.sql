{#
  Adds columns to the table of an incremental model: those of a blueprint's `since` that the table
  does not have yet. Its rows have null there.

  columns  the types of the columns that may be new, by name
#}
{% macro add_new_columns(relation, columns) %}
    {%- if is_incremental() and flags.WHICH in ('run', 'build') -%}
        {%- set known = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list -%}
        {%- for name, type in columns.items() if name not in known -%}
            {%- do run_query('alter table ' ~ relation ~ ' add column ' ~ name ~ ' ' ~ type) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
