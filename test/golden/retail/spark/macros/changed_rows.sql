{#
  The rows that have to reach the table: those of `relation` that it doesn't hold, or holds with
  other values, and those that it holds although they are gone, with no load time. A first run takes
  all.

  relation      the CTE with the rows as they should be
  key           their unique key
  columns       their columns, in the table's order, without the load time
  ignored       columns that alone are no reason to write a row
  existing      a CTE with the rows of the table that this run looked at; others are left alone.
                Without it, all are looked at
  gone          'stay' leaves rows in the table that the relation no longer has
#}
{% macro changed_rows(
    relation,
    key,
    columns,
    ignored=[],
    existing=none,
    gone='remove'
) %}
{%- if not is_incremental() %}
select
    {%- for column in columns %}
    {{ column }},
    {%- endfor %}
    {{ load_at() }} as _loaded_at
from {{ relation }}
{%- else %}
select
    {%- for column in columns %}
    {{ relation }}.{{ column }},
    {%- endfor %}
    {{ load_at() }} as _loaded_at
from {{ relation }}
left anti join {{ existing or this }} as unchanged
    on
        {{ relation }}.{{ key }} = unchanged.{{ key }}
        {%- for column in columns if column != key and column not in ignored %}
        and {{ relation }}.{{ column }} is not distinct from unchanged.{{ column }}
        {%- endfor %}
{%- if gone == 'remove' %}

union all

select
    {%- for column in columns %}
    existing.{{ column }},
    {%- endfor %}
    cast(null as timestamp_ntz) as _loaded_at
from {{ existing or this }} as existing
left anti join {{ relation }}
    on existing.{{ key }} = {{ relation }}.{{ key }}
{%- endif %}
{%- endif %}
{% endmacro %}
