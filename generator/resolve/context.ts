import type { Location } from '../diagnostics/diagnostic.js';
import type { BlueprintOf } from '../parse/blueprint.js';
import type { Findings } from './findings.js';
import type { FoundColumn, FormulaScope } from './formulas.js';
import type { Names } from './names.js';
import type { Column, Relation } from './project.js';
import type { Expression } from '../sql/expression.js';

/** What every part of the stage is given. */
export interface ResolveContext {
  readonly findings: Findings;
  readonly names: Names;
  readonly project: BlueprintOf<'project'> | undefined;
  readonly dialects: readonly string[];
  /** What an intermediate is made from, by its model: to tell "not selected" from "doesn't exist". */
  readonly origins: Map<string, Relation>;
}

/** A column of a relation, or undefined after having said that it has none of that name. */
export function findColumn(relation: Relation, name: string, words: string, location: Location, context: ResolveContext): Column | undefined {
  const column = relation.columns.find((candidate) => candidate.name === name) ?? relation.columns.find((candidate) => candidate.name === name.toLowerCase());
  if (column !== undefined) return column;
  const origin = context.origins.get(relation.model);
  if (origin?.columns.some((candidate) => candidate.name === name)) {
    context.findings.add('DG402', { column: name, relation: words, origin: origin.alias }, location, { expected: `"${name}" in the columns of "${words}"` });
  } else {
    context.findings.addNear('DG401', { column: name, relation: words }, location, name, relation.columns.map((candidate) => candidate.name));
  }
  return undefined;
}

/** A column declared above in the same list: an expression may use it, and gets what it stands for. */
export interface Declared {
  readonly type: Column['type'];
  readonly expression: Expression | undefined;
}

/** The scope of expressions over the columns of one relation, and those declared above. */
export function relationScope(
  relation: Relation,
  words: string,
  declared: ReadonlyMap<string, Declared>,
  below: ReadonlySet<string>,
  context: ResolveContext,
): FormulaScope {
  return {
    allowed: 'row',
    dialects: context.dialects,
    find: (reference, location): FoundColumn | undefined => {
      if (reference.qualifier !== undefined) {
        context.findings.add('DG404', { qualifier: reference.qualifier }, location, { expected: 'a column name alone: only one table is read here' });
        return undefined;
      }
      const name = reference.name.toLowerCase();
      const column = relation.columns.find((candidate) => candidate.name === name);
      if (column !== undefined) return { name, type: column.type };
      const above = declared.get(name);
      if (above?.expression !== undefined) return { name, type: above.type, inline: { kind: 'cast', operand: above.expression, type: above.type } };
      if (above !== undefined || below.has(name)) {
        context.findings.add('DG405', { column: name }, location);
        return undefined;
      }
      const found = findColumn(relation, reference.name, words, location, context);
      return found === undefined ? undefined : { name: found.name, type: found.type };
    },
  };
}

