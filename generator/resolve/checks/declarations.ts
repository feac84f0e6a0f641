import type { Blueprint } from '../../parse/blueprint.js';
import type { ResolveContext } from '../context.js';
import { inferringLookups } from '../inferred-members.js';
import { keptLogs } from '../late-events.js';
import { dimensionModels, miniDimensionModels } from '../names.js';
import { locationOf, type Place } from '../place.js';
import { quarantinedTables } from '../quarantine.js';
import { checkModelName, checkName } from './names.js';

interface Declaration {
  readonly kind: string;
  readonly name: string;
  /** The namespace in which the name must be the only one. */
  readonly space: 'marts' | 'inputs' | 'project';
  readonly models: readonly string[];
  readonly place: Place;
}

/** Names of blueprints and of what they emit: well formed, and each once. */
export function checkDeclarations(blueprints: readonly Blueprint[], context: ResolveContext): void {
  const inferred = new Set(inferringLookups(blueprints).keys());
  const declarations = blueprints.flatMap((blueprint) => declarationsOf(blueprint, inferred, context));
  const bySpace = new Map<string, Declaration>();
  const byModel = new Map<string, Declaration>();
  for (const declaration of declarations) {
    checkName(declaration.name, declaration.place, context);
    const space = `${declaration.space} ${declaration.name}`;
    const earlier = bySpace.get(space);
    if (earlier !== undefined) {
      context.findings.add(
        'DG310',
        { kind: declaration.kind, name: declaration.name, other: earlier.kind },
        locationOf(declaration.place),
        {
          expected: 'another name',
          related: [{ message: `the ${earlier.kind}`, location: locationOf(earlier.place) }],
        },
      );
      continue;
    }
    bySpace.set(space, declaration);
    const longest = declaration.models.toSorted((one, other) => other.length - one.length).at(0);
    if (longest !== undefined) checkModelName(longest, [declaration.name], declaration.place, context);
    for (const model of declaration.models) {
      const maker = byModel.get(model);
      if (maker !== undefined) {
        context.findings.add('DG314', { model }, locationOf(declaration.place), {
          related: [
            { message: `${maker.kind} "${maker.name}" makes it, too`, location: locationOf(maker.place) },
          ],
        });
      } else byModel.set(model, declaration);
    }
  }
  const quarantined = quarantinedTables(blueprints);
  const logs = keptLogs(
    blueprints.flatMap((blueprint) => (blueprint.kind === 'dimension' ? [blueprint.value] : [])),
  );
  for (const blueprint of blueprints)
    if (blueprint.kind === 'source') checkTables(blueprint, byModel, { quarantined, logs }, context);
}

function declarationsOf(
  blueprint: Blueprint,
  inferred: ReadonlySet<string>,
  { names }: ResolveContext,
): Declaration[] {
  const place = (key: string): Place => ({ locate: blueprint.locate, path: [key] });
  switch (blueprint.kind) {
    case 'project':
      return [
        {
          kind: 'project',
          name: blueprint.value.project,
          space: 'project',
          models: [],
          place: place('project'),
        },
      ];
    case 'source':
      return [
        {
          kind: 'source',
          name: blueprint.value.source,
          space: 'inputs',
          models: [],
          place: place('source'),
        },
      ];
    case 'intermediate': {
      const name = blueprint.value.intermediate;
      return [
        {
          kind: 'intermediate',
          name,
          space: 'inputs',
          models: [names.intermediate(name)],
          place: place('intermediate'),
        },
      ];
    }
    case 'dimension': {
      const name = blueprint.value.dimension;
      return [
        {
          kind: 'dimension',
          name,
          space: 'marts',
          models: dimensionModels(blueprint.value, inferred, names),
          place: place('dimension'),
        },
        ...(blueprint.value.mini_dimensions ?? []).map((mini, index) => ({
          kind: 'mini-dimension',
          name: mini.name,
          space: 'marts' as const,
          models: miniDimensionModels(mini.name, names),
          place: { locate: blueprint.locate, path: ['mini_dimensions', index, 'name'] },
        })),
      ];
    }
    case 'calendar': {
      const name = blueprint.value.calendar;
      return [
        { kind: 'calendar', name, space: 'marts', models: [names.dimension(name)], place: place('calendar') },
      ];
    }
    case 'fact': {
      const name = blueprint.value.fact;
      return [{ kind: 'fact', name, space: 'marts', models: [names.fact(name)], place: place('fact') }];
    }
    default:
      return [];
  }
}

function checkTables(
  blueprint: Extract<Blueprint, { kind: 'source' }>,
  byModel: Map<string, Declaration>,
  { quarantined, logs }: Record<'quarantined' | 'logs', ReadonlySet<string>>,
  context: ResolveContext,
): void {
  const source = blueprint.value.source;
  const first = new Map<string, Place>();
  blueprint.value.tables.forEach((table, index) => {
    const place: Place = { locate: blueprint.locate, path: ['tables', index, 'table'] };
    checkName(table.table, place, context);
    const earlier = first.get(table.table);
    if (earlier !== undefined) {
      context.findings.add('DG311', { source, table: table.table }, locationOf(place), {
        related: [{ message: 'the first one', location: locationOf(earlier) }],
      });
      return;
    }
    first.set(table.table, place);
    const { names } = context;
    const setsAside = quarantined.has(`${source}.${table.table}`);
    const asked = setsAside
      ? [names.delivered(source, table.table), names.quarantine(source, table.table)]
      : [];
    const models = [names.staging(source, table.table), names.events(source, table.table), ...asked];
    // A log is its own history: nothing is kept of it, but where its loads have to be told apart.
    const isKept = table.shape !== 'log' || logs.has(`${source}.${table.table}`);
    const [longest = ''] = models
      .filter((model) => isKept || model !== names.events(source, table.table))
      .toSorted((one, other) => other.length - one.length);
    checkModelName(longest, [source, table.table], place, context);
    for (const model of models) {
      const maker = byModel.get(model);
      if (maker !== undefined) {
        context.findings.add('DG314', { model }, locationOf(place), {
          related: [
            { message: `${maker.kind} "${maker.name}" makes it, too`, location: locationOf(maker.place) },
          ],
        });
      } else
        byModel.set(model, {
          kind: 'table',
          name: `${source}.${table.table}`,
          space: 'inputs',
          models: [model],
          place,
        });
    }
  });
}
