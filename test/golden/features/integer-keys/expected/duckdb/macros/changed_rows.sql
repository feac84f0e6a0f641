{#
  The rows that have to reach the table: those of `relation` that it doesn't hold, or holds with
  other values, and those that it holds although they are gone, with no load time. A first run takes
  all.

  relation      the CTE with the rows as they should be
  key           their unique key
  columns       their columns, in the table's order, without the load time
  ignored       columns that alone are no reason to write a row
  identity      what a key stands for: the run stops where a key stands for two things
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
    identity=[],
    existing=none,
    ends=[],
    sorted_by=[],
    gone='remove'
) %}
{%- if not is_incremental() %}
select
    {%- for column in columns %}
    {%- if column == key and identity %}
    case
        when count(*) over (partition by {{ relation }}.{{ key }}) > 1
            then error(
                '{{ this.identifier }}: two rows have the integer key '
                || cast({{ relation }}.{{ key }} as varchar)
                || '. Nothing was written. Use surrogate_key: hash in the blueprint.'
            )
        else {{ relation }}.{{ key }}
    end as {{ column }},
    {%- else %}
    {{ column }},
    {%- endif %}
    {%- endfor %}
    {{ load_at() }} as _loaded_at
from {{ relation }}
{%- if sorted_by %}
order by {{ sorted_by | join(', ') }}
{%- endif %}
{%- else %}
select
    {%- for column in columns %}
    {%- if column == key and identity %}
    case
        when count(*) over (partition by {{ relation }}.{{ key }}) > 1
            or (
                existing.{{ key }} is not null
                and (
                    {% for part in identity %}(
                        {{ relation }}.{{ part }} is distinct from existing.{{ part }}
                    ){% if not loop.last %}
                    or {% endif %}{% endfor %}
                )
            )
            then error(
                '{{ this.identifier }}: two rows have the integer key '
                || cast({{ relation }}.{{ key }} as varchar)
                || '. Nothing was written. Use surrogate_key: hash in the blueprint.'
            )
        else {{ relation }}.{{ key }}
    end as {{ column }},
    {%- elif column == key and ends %}
    case
        when
            existing.{{ key }} is null
            {%- for column in columns if column != key and column not in ignored + ends %}
            or ({{ relation }}.{{ column }} is distinct from existing.{{ column }})
            {%- endfor %}
            then {{ relation }}.{{ key }}
    end as {{ column }},
    {%- else %}
    {{ relation }}.{{ column }},
    {%- endif %}
    {%- endfor %}
    {{ load_at() }} as _loaded_at
from {{ relation }}
{#- Another row that has the same number for its key can be one that this run didn't look at. #}
left join {{ this if identity else existing or this }} as existing
    on {{ relation }}.{{ key }} = existing.{{ key }}
where
    existing.{{ key }} is null
    {%- for column in columns if column != key and column not in ignored %}
    or ({{ relation }}.{{ column }} is distinct from existing.{{ column }})
    {%- endfor %}
{%- if gone == 'remove' %}

union all

select
    {%- for column in columns %}
    existing.{{ column }},
    {%- endfor %}
    cast(null as timestamp) as _loaded_at
from {{ existing or this }} as existing
left join {{ relation }}
    on existing.{{ key }} = {{ relation }}.{{ key }}
where {{ relation }}.{{ key }} is null
{%- endif %}
{%- endif %}
{% endmacro %}
