import type { PlanContext } from './context.js';

/** `column in (…)` that is false for a null. */
export function inList(
  column: string,
  values: readonly (string | number | boolean)[],
  { dialect }: PlanContext,
  safe = (sql: string) => sql,
): string {
  const list = values.map((value) =>
    typeof value === 'string' ? safe(dialect.stringLiteral(value)) : String(value),
  );
  return list.length === 1
    ? `coalesce(${column} = ${list[0]}, false)`
    : `coalesce(${column} in (${list.join(', ')}), false)`;
}
