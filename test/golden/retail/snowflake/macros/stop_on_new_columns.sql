{#
  Stops the run before anything else of an incremental model where it describes columns that its
  table does not have. Those of attributes that say `since` are added later. A model of your own is
  let be unless it says that it fails on columns that it does not know.
#}
{% macro stop_on_new_columns(relation) %}
    {%- set fails = config.get('on_schema_change') == 'fail' and flags.WHICH in ('run', 'build') -%}
    {%- if execute and fails and is_incremental() -%}
        {%- set known = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list -%}
        {%- set unknown = [] -%}
        {%- for column in model.columns.values() if column.name | lower not in known -%}
            {%- if not column.get('config', {}).get('meta', {}).get('added') -%}
                {%- do unknown.append(column.name) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if unknown -%}
            {%- set rebuilt = config.get('full_refresh') is not false -%}
            {{ exceptions.raise_compiler_error(
                model.name ~ ': columns that its table does not have: ' ~ unknown | join(', ')
                ~ '. Nothing was written. Say since when they are known (`since` of the attribute), '
                ~ ('or rebuild the table with --full-refresh.' if rebuilt else 'or add them to the table yourself.')
            ) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
