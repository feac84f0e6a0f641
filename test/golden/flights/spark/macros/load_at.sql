{#
  The instant at which this run loads, in UTC: the same one for every statement of the run. `--vars
  '{load_at: ...}'` sets it.
#}
{% macro load_at() %}
    {%- set given = var('load_at', none) -%}
    {%- set day = '[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])' -%}
    {%- set time = '([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?' -%}
    {%- set pattern = '^' ~ day ~ '([ T]' ~ time ~ ')?$' -%}
    {%- if given is none -%}
        {%- set instant = run_started_at -%}
    {%- elif modules.re.match(pattern, given | string) -%}
        {%- set parts = modules.re.findall('\d+', given | string) + ['0', '0', '0', '0'] -%}
        {#-
          Counted from the first of the month, so that a day which the month does not have shows
          itself.
        -#}
        {%- set instant = modules.datetime.datetime(
            parts[0] | int, parts[1] | int, 1, parts[3] | int, parts[4] | int, parts[5] | int,
            ((parts[6] ~ '00000')[:6]) | int
        ) + modules.datetime.timedelta(days=(parts[2] | int) - 1) -%}
    {%- endif -%}
    {%- if instant is not defined or (given is not none and instant.month != parts[1] | int) -%}
        {{ exceptions.raise_compiler_error(
            "load_at must be a timestamp in UTC such as '2024-06-01 06:00:00', not '" ~ given ~ "'"
        ) }}
    {%- endif -%}
    {{ "timestamp_ntz '@'" | replace('@', instant.strftime('%Y-%m-%d %H:%M:%S.%f')) }}
{%- endmacro %}
