import type { Blueprint } from '../../parse/blueprint.js';
import type { ResolveContext } from '../context.js';

/** `{{ env_var('X') }}` or `{{ var('x') }}`, with an optional default, and nothing else. */
const environment =
  /^\{\{\s*(?:env_var|var)\(\s*(?:'[\w .-]+'|"[\w .-]+")\s*(?:,\s*(?:'[\w .-]*'|"[\w .-]*")\s*)?\)\s*\}\}$/;

/** Where a source lives may come from the environment. Any other Jinja of the user's would be run by dbt. */
export function checkJinja(blueprints: readonly Blueprint[], { findings }: ResolveContext): void {
  for (const blueprint of blueprints) {
    if (blueprint.kind === 'project') checkPlain(blueprint.value.profile, 'profile', blueprint, findings);
    if (blueprint.kind === 'project') {
      for (const [layer, schema] of Object.entries(blueprint.value.conventions.schemas)) {
        if (schema !== undefined && /\{[{%#]/.test(schema))
          findings.add(
            'DG341',
            { key: `conventions.schemas.${layer}` },
            blueprint.locate(['conventions', 'schemas', layer]),
          );
      }
    }
    if (blueprint.kind !== 'source') continue;
    for (const key of ['database', 'schema'] as const) {
      const text = blueprint.value[key];
      if (text !== undefined && /\{[{%#]|[}%#]\}/.test(text) && !environment.test(text))
        findings.add('DG342', { text }, blueprint.locate([key]));
    }
  }
}

function checkPlain(
  text: string | undefined,
  key: string,
  blueprint: Blueprint,
  findings: ResolveContext['findings'],
): void {
  if (text !== undefined && /\{[{%#]/.test(text)) findings.add('DG341', { key }, blueprint.locate([key]));
}
