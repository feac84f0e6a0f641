{#
  Stops the run where a stored row has lost its first event: the log was cut, and what is gone can't
  be rebuilt.

  begins    of versions: what holds between an event, `logged`, and the version that begins with it,
            `stored`
#}
{% macro stop_on_cut_log(log, stored, key, begins='true', where='true') %}
    {%- if is_incremental() -%}
        {%- set query -%}
            with

            logged as (
                select * from {{ log }}
            )

            select {{ key_text(key) }} as finding
            from {{ stored }} as stored
            where
                {{ key[0] }} is not null
                and {{ where }}
                and not exists (
                    select 1
                    from logged
                    where
                        {% for column in key %}logged.{{ column }} = stored.{{ column }}
                        and {% endfor %}{{ begins }}
                )
        {%- endset -%}
        {{ stop_run(
            query,
            'stored rows whose first event is gone from the log',
            'Restore the log; a full refresh would forget what it lost.'
        ) }}
    {%- endif -%}
{% endmacro %}
