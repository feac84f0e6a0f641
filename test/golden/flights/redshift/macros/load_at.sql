{# The instant at which this run loads, in UTC: the same one for every statement of the run. `--vars '{load_at: ...}'` sets it. #}
{% macro load_at() %}
    {%- set given = var('load_at', none) -%}
    {%- if given is none -%}
        {%- set instant = run_started_at -%}
    {%- elif modules.re.match('^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?$', given | string) -%}
        {%- set parts = modules.re.findall('\d+', given | string) + ['0', '0', '0', '0'] -%}
        {%- set instant = modules.datetime.datetime(
            parts[0] | int, parts[1] | int, parts[2] | int, parts[3] | int, parts[4] | int, parts[5] | int,
            ((parts[6] ~ '00000')[:6]) | int
        ) -%}
    {%- else -%}
        {{ exceptions.raise_compiler_error("load_at must be a timestamp in UTC such as '2024-06-01 06:00:00', not '" ~ given ~ "'") }}
    {%- endif -%}
    {{ "timestamp '@'" | replace('@', instant.strftime('%Y-%m-%d %H:%M:%S.%f')) }}
{%- endmacro %}
