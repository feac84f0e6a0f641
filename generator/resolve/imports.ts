import type { Location } from '../diagnostics/diagnostic.js';
import { type Declared, findColumn, findDeclared, type ResolveContext } from './context.js';
import type { FormulaScope } from './formulas.js';
import type { Column, Relation } from './project.js';

export interface Imported {
  /** The name that its columns go by in the blueprint: the table's own, or what `as` says. */
  readonly word: string;
  /** The name of its join in the model. */
  readonly alias: string;
  readonly relation: Relation;
  /** As it was written behind from, union or with. */
  readonly words: string;
}

/** What an intermediate reads. */
export interface Imports {
  /** `from` comes first. */
  readonly tables: readonly Imported[];
  /** The names of joins that have a problem, which was told: a column that is found nowhere may be one of theirs. */
  readonly broken: ReadonlySet<string>;
}

export function lastWord(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Tables of one name from two sources are imported under two names: what the join is called, or the source's name in front. */
export function withOwnAlias(
  relation: Relation,
  { word, words }: Pick<Imported, 'word' | 'words'>,
  earlier: readonly Imported[],
): Relation {
  const isTaken = (alias: string) =>
    earlier.some((other) => other.relation.alias === alias && other.relation.model !== relation.model);
  const alias = [relation.alias, word, words.replace('.', '_')].find((candidate) => !isTaken(candidate));
  return { ...relation, alias: alias ?? relation.model };
}

export function withOwnAliases(inputs: readonly Imported[]): Imported[] {
  const own: Imported[] = [];
  for (const input of inputs) {
    const relation = withOwnAlias(input.relation, input, own);
    own.push({ ...input, relation, alias: relation.alias });
  }
  return own;
}

export type ScopeOf = (declared: ReadonlyMap<string, Declared>, below: ReadonlySet<string>) => FormulaScope;

export function importScope(
  imports: Imports,
  allowed: FormulaScope['allowed'],
  context: ResolveContext,
): ScopeOf {
  return (declared, below) => ({
    allowed,
    dialects: context.dialects,
    find: (reference, location) => {
      const name = reference.name.toLowerCase();
      if (reference.qualifier === undefined) {
        const above = declared.get(name);
        const [from] = imports.tables;
        if (above !== undefined && (from === undefined || !hasColumn(from, name)))
          return findDeclared(name, above, location, context);
        const isRead = imports.tables.some((table) => hasColumn(table, name));
        if (below.has(name) && !isRead && imports.broken.size === 0) {
          context.findings.add('DG405', { column: name }, location);
          return undefined;
        }
      }
      const found = findQualified(reference.qualifier, name, imports, location, context);
      return found === undefined
        ? undefined
        : {
            name: found.column.name,
            qualifier: found.imported.alias,
            type: found.column.type,
            column: found.column,
          };
    },
  });
}

/** A column by `alias.name`, or by a name that only one table has; `from` comes first. */
export function findQualified(
  qualifier: string | undefined,
  name: string,
  { tables, broken }: Imports,
  location: Location,
  context: ResolveContext,
): { imported: Imported; column: Column } | undefined {
  const from = tables[0];
  if (from === undefined) return undefined;
  if (qualifier !== undefined) {
    const imported = tables.find((candidate) => candidate.word === qualifier);
    // Of two tables of one name only the first is here.
    if (broken.has(qualifier) && (imported === undefined || !hasColumn(imported, name))) return undefined;
    if (imported === undefined) {
      context.findings.addNear(
        'DG404',
        { qualifier },
        location,
        qualifier,
        tables.map((candidate) => candidate.word),
      );
      return undefined;
    }
    const column = findColumn(imported.relation, name, imported.words, location, context);
    return column === undefined ? undefined : { imported, column };
  }
  const having = tables.filter((candidate) => hasColumn(candidate, name));
  if (having.length === 0 && broken.size > 0) return undefined;
  const own = having.find((candidate) => candidate === from) ?? (having.length === 1 ? having[0] : undefined);
  if (own === undefined && having.length > 1) {
    context.findings.add(
      'DG403',
      { column: name, relations: having.map((candidate) => `"${candidate.word}"`).join(' and ') },
      location,
      {
        expected: having.map((candidate) => `${candidate.word}.${name}`).join(' or '),
      },
    );
    return undefined;
  }
  const imported = own ?? from;
  const column = findColumn(imported.relation, name, imported.words, location, context);
  return column === undefined ? undefined : { imported, column };
}

function hasColumn({ relation }: Imported, name: string): boolean {
  return relation.columns.some((column) => column.name === name);
}
