{#
  What personal data is hashed with: a secret of the environment, written so that it can stand in a
  text literal.
#}
{% macro pii_salt() %}
    {{- env_var('PII_SALT') | replace("\\", "\\\\") | replace("'", "\\'") -}}
{% endmacro %}
