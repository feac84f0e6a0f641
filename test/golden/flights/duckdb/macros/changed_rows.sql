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
  ends          columns of a version's end: a row of the table that differs in nothing else comes
                without its key
  sorted_by     columns that a first run sorts the rows by
  gone          'stay' leaves rows in the table that the relation no longer has
#}
{% macro changed_rows(
    relation,
    key,
    columns,
    ignored=[],
    existing=none,
    ends=[],
    sorted_by=[],
    gone='remove'
) %}
{%- if not is_incremental() %}
select
    {%- for column in columns %}
    {{ column }},
    {%- endfor %}
    {{ load_at() }} as _loaded_at
from {{ relation }}
{%- if sorted_by %}
order by {{ sorted_by | join(', ') }}
{%- endif %}
{%- elif gone == 'remove' %}
select
    {%- for column in columns %}
    {%- if column == key and ends %}
    case
        when {{ relation }}.{{ key }} is null then existing.{{ key }}
        when
            existing.{{ key }} is null
            {%- for column in columns if column != key and column not in ignored + ends %}
            or ({{ relation }}.{{ column }} is distinct from existing.{{ column }})
            {%- endfor %}
            then {{ relation }}.{{ key }}
    end as {{ key }},
    {%- else %}
    case
        when {{ relation }}.{{ key }} is null then existing.{{ column }}
        else {{ relation }}.{{ column }}
    end as {{ column }},
    {%- endif %}
    {%- endfor %}
    case when {{ relation }}.{{ key }} is not null then {{ load_at() }} end as _loaded_at
from {{ relation }}
full outer join {{ existing or this }} as existing
    on {{ relation }}.{{ key }} = existing.{{ key }}
where
    {{ relation }}.{{ key }} is null
    or existing.{{ key }} is null
    {%- for column in columns if column != key and column not in ignored %}
    or ({{ relation }}.{{ column }} is distinct from existing.{{ column }})
    {%- endfor %}
{%- else %}
select
    {%- for column in columns %}
    {{ relation }}.{{ column }},
    {%- endfor %}
    {{ load_at() }} as _loaded_at
from {{ relation }}
left join {{ existing or this }} as existing
    on {{ relation }}.{{ key }} = existing.{{ key }}
where
    existing.{{ key }} is null
    {%- for column in columns if column != key and column not in ignored %}
    or ({{ relation }}.{{ column }} is distinct from existing.{{ column }})
    {%- endfor %}
{%- endif %}
{% endmacro %}
