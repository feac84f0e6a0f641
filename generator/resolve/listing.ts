import { positionAt } from '../diagnostics/position.js';
import type { Blueprint } from '../parse/blueprint.js';
import { inferringLookups } from './inferred-members.js';
import { dimensionModels, miniDimensionModels, namesOf } from './names.js';

/** One blueprint and what it emits. */
export interface Listed {
  readonly kind: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly emits: readonly string[];
}

/** What there is, in the order in which it is written. */
export function listBlueprints(blueprints: readonly Blueprint[]): Listed[] {
  const project = blueprints.find((blueprint) => blueprint.kind === 'project');
  const names = namesOf(project?.kind === 'project' ? project.value : undefined);
  const inferred = new Set(inferringLookups(blueprints).keys());
  return blueprints.map((blueprint) => {
    const { source, start } = blueprint.locate([]);
    const { name, emits } = described(blueprint, inferred, names);
    return { kind: blueprint.kind, name, file: source.path, line: positionAt(source, start).line, emits };
  });
}

function described(
  blueprint: Blueprint,
  inferred: ReadonlySet<string>,
  names: ReturnType<typeof namesOf>,
): { name: string; emits: string[] } {
  switch (blueprint.kind) {
    case 'project':
      return { name: blueprint.value.project, emits: ['dbt_project.yml'] };
    case 'source':
      return {
        name: blueprint.value.source,
        emits: blueprint.value.tables.map((table) => names.staging(blueprint.value.source, table.table)),
      };
    case 'intermediate':
      return {
        name: blueprint.value.intermediate,
        emits: [names.intermediate(blueprint.value.intermediate)],
      };
    case 'dimension':
      return {
        name: blueprint.value.dimension,
        emits: [
          ...dimensionModels(blueprint.value, inferred, names),
          ...(blueprint.value.mini_dimensions ?? []).flatMap(({ name }) => miniDimensionModels(name, names)),
        ],
      };
    case 'calendar':
      return { name: blueprint.value.calendar, emits: [names.dimension(blueprint.value.calendar)] };
    case 'fact':
      return { name: blueprint.value.fact, emits: [names.fact(blueprint.value.fact)] };
    default:
      return { name: String(Object.values(blueprint.value)[0]), emits: [] };
  }
}
