{# Stops the run where a stored version has lost its first event: the log was cut, and what is gone can't be rebuilt. #}
{% macro stop_on_cut_log(log, versions, key, event_at) %}
    {%- if is_incremental() -%}
        {%- set query -%}
            select {{ key_text(key) }}
            from {{ versions }} as stored
            where
                {{ key[0] }} is not null
                and not exists (
                    select 1
                    from {{ log }} as logged
                    where
                        {% for column in key %}logged.{{ column }} = stored.{{ column }}
                        and {% endfor %}logged.{{ event_at }} = stored.valid_from
                )
        {%- endset -%}
        {{ stop_run(query, 'stored versions whose first event is gone from the log', 'Restore the log; a full refresh would forget what it lost.') }}
    {%- endif -%}
{% endmacro %}
