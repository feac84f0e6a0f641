import type { Location } from '../diagnostics/diagnostic.js';
import type { BlueprintOf } from '../parse/blueprint.js';
import type { Findings } from './findings.js';
import type { FoundColumn, FormulaScope } from './formulas.js';
import type { Names } from './names.js';
import type { Column, Formula, Relation } from './project.js';
import type { Expression } from '../sql/expression.js';

/** What an intermediate reads, and how it was written. */
export interface Origin {
  readonly relation: Relation;
  readonly words: string;
}

/** What every part of the stage is given. */
export interface ResolveContext {
  readonly findings: Findings;
  readonly names: Names;
  readonly project: BlueprintOf<'project'> | undefined;
  readonly dialects: readonly string[];
  /** What an intermediate is made from, by its model: to tell "not selected" from "doesn't exist". */
  readonly origins: Map<string, Origin>;
  /** Columns with problems of their own, by model: whoever uses one is not told anything more. */
  readonly broken: Map<string, ReadonlySet<string>>;
}

/** A column of a relation, or undefined after having said that it has none of that name. */
export function findColumn(
  relation: Relation,
  name: string,
  words: string,
  location: Location,
  context: ResolveContext,
): Column | undefined {
  const column =
    relation.columns.find((candidate) => candidate.name === name) ??
    relation.columns.find((candidate) => candidate.name === name.toLowerCase());
  if (column !== undefined) return column;
  if (context.broken.get(relation.model)?.has(name) === true) return undefined;
  const origin = originWith(name, relation, context.origins);
  if (origin !== undefined) {
    context.findings.add('DG402', { column: name, relation: words, origin: origin.words }, location, {
      expected: `"${name}" in the columns of "${words}"`,
    });
    return undefined;
  }
  const renamed = relation.columns.find((candidate) => candidate.rawName === name);
  if (renamed !== undefined) {
    tellRawName(name, renamed.name, words, location, context);
  } else {
    context.findings.addNear(
      'DG401',
      { column: name, relation: words },
      location,
      name,
      relation.columns.map((candidate) => candidate.name),
    );
  }
  return undefined;
}

/** A column was called by its name in the database, which only the source's own `from` and expressions use. */
export function tellRawName(
  rawName: string,
  name: string,
  words: string,
  location: Location,
  { findings }: ResolveContext,
): void {
  findings.add('DG401', { column: rawName, relation: words }, location, {
    expected: `"${name}", as the source renames it: only the database calls it "${rawName}"`,
    suggestion: name,
  });
}

/** What an intermediate is made from, directly or over others, as far up as the column still exists. */
function originWith(
  name: string,
  relation: Relation,
  origins: ResolveContext['origins'],
): Origin | undefined {
  const origin = origins.get(relation.model);
  if (origin === undefined || origin.relation.columns.some((candidate) => candidate.name === name))
    return origin;
  return originWith(name, origin.relation, origins);
}

/**
 * A column declared above in the same list: an expression may use it, and gets what it stands for. No portable
 * expression can hold what is written per dialect; `broken` is what was told already.
 */
export type Declared =
  | { readonly kind: 'portable'; readonly type: Column['type']; readonly inline: Expression }
  | { readonly kind: 'native' }
  | { readonly kind: 'broken' };

/** What later expressions of a list get for one of its columns. */
export function declaredFormula(formula: Formula, type: Column['type']): Declared {
  if (formula.kind === 'native') return { kind: 'native' };
  return { kind: 'portable', type, inline: { kind: 'cast', operand: formula.expression, type } };
}

/** A column declared above, or undefined after having said why it can't be used. */
export function findDeclared(
  name: string,
  declared: Declared,
  location: Location,
  { findings }: ResolveContext,
): FoundColumn | undefined {
  if (declared.kind === 'portable') return { name, type: declared.type, inline: declared.inline };
  if (declared.kind === 'native') {
    findings.add(
      'DG414',
      { what: `"${name}" is written per dialect, so no other expression of this list can use it` },
      location,
      {
        expected: 'a column of the table that is read, or the same per dialect',
      },
    );
  }
  return undefined;
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
        context.findings.add('DG404', { qualifier: reference.qualifier }, location, {
          expected: 'a column name alone: only one table is read here',
        });
        return undefined;
      }
      const name = reference.name.toLowerCase();
      const column = relation.columns.find((candidate) => candidate.name === name);
      if (column !== undefined) return { name, type: column.type };
      const above = declared.get(name);
      if (above !== undefined) return findDeclared(name, above, location, context);
      if (below.has(name)) {
        context.findings.add('DG405', { column: name }, location);
        return undefined;
      }
      const found = findColumn(relation, reference.name, words, location, context);
      return found === undefined ? undefined : { name: found.name, type: found.type };
    },
  };
}
