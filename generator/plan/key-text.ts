import type { Dialect } from '../../dialects/dialect.js';
import type { PlanContext } from './context.js';

const boolean = { kind: 'boolean' } as const;
const text = { kind: 'text' } as const;

/** Whether a boolean becomes a text by the cast that all other types have. */
export function castsBooleansPlainly({ cast }: Pick<Dialect, 'cast'>): boolean {
  return cast('x', text, boolean) === cast('x', text, undefined);
}

/** How the macro `key_text` casts booleans; undefined where it needs no care, or no key has any. */
export function booleanKeyText({ dialect, project }: PlanContext): string | undefined {
  const keys = [
    ...project.sources.flatMap(({ tables }) =>
      tables.flatMap((table) => table.columns.filter(({ name }) => table.key.includes(name))),
    ),
    ...project.dimensions.flatMap((dimension) => dimension.naturalKey),
    ...project.facts.flatMap((fact) => fact.grain.key),
  ];
  return castsBooleansPlainly(dialect) || keys.every(({ type }) => type.kind !== 'boolean')
    ? undefined
    : dialect.cast('{{ column }}', text, boolean);
}
