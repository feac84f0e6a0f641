import type { LogicalType } from '../../dialects/logical-type.js';
import type { Formula, Lookup, Project, Relation } from '../resolve/project.js';
import { columnsOf } from '../sql/columns-of.js';
import { lookedUpDimension } from './pointed-to.js';

/** Columns that name the same things, such as a key and everything that is joined or looked up with it. */
export interface Domain {
  readonly id: string;
  /** Its place in a key of several columns: neighbors have texts that look alike when they are joined. */
  readonly style: number;
  /** The narrowest type of its columns: its values fit into all of them. */
  readonly type: LogicalType;
}

/** What is known of the staged columns from what is done with them further on. */
export interface ColumnClasses {
  /** The domain of a column of a staging model; undefined where its values name nothing. */
  readonly domainOf: (model: string, column: string) => Domain | undefined;
  /** Columns in which a null would stop a run: something has them as its key. */
  readonly isRequired: (model: string, column: string) => boolean;
  /** Columns that expressions, calendars or lookups by time read. */
  readonly isReckonedWith: (model: string, column: string) => boolean;
}

/** Finds out which columns mean the same, through joins, lookups and the columns that intermediates hand on. */
export function columnClasses(project: Project): ColumnClasses {
  const tables = project.sources.flatMap((source) => source.tables);
  const stagingOf = new Map(
    tables.flatMap((table) => (table.eventsModel === undefined ? [] : [[table.eventsModel, table.model]])),
  );
  const node = (model: string, column: string) => `${stagingOf.get(model) ?? model} ${column}`;
  const inherited = new Groups();
  const named = new Groups();
  const isSame = (left: string, right: string): void => {
    inherited.join(left, right);
    named.join(left, right);
  };
  const types = new Map<string, LogicalType>(
    tables.flatMap((table) =>
      table.columns.map((column) => [node(table.model, column.name), column.type] as const),
    ),
  );
  const places = new Map(
    tables.flatMap((table) => table.key.map((name, place) => [node(table.model, name), place] as const)),
  );
  const keys = new Set(tables.flatMap((table) => table.key.map((name) => node(table.model, name))));
  const required = new Set<string>();
  const reckoned = new Set<string>();
  const read = (formula: Formula | undefined, from: Relation): void => {
    if (formula === undefined) return;
    const expression = formula.kind === 'portable' ? formula.expression : undefined;
    const names = expression === undefined ? from.columns : columnsOf(expression);
    for (const { name } of names) reckoned.add(node(from.model, name));
  };

  for (const intermediate of project.intermediates) {
    const { input, relation } = intermediate;
    for (const name of relation.key) required.add(node(relation.model, name));
    if (input.kind === 'union') {
      for (const part of input.relations)
        for (const { name } of intermediate.columns)
          isSame(node(relation.model, name), node(part.model, name));
      continue;
    }
    const imports = new Map([
      [input.relation.alias, input.relation],
      ...input.joins.map((join) => [join.alias, join.relation] as const),
    ]);
    const modelOf = (qualifier: string) => (imports.get(qualifier) ?? input.relation).model;
    for (const { qualifier, name } of intermediate.reads) reckoned.add(node(modelOf(qualifier), name));
    for (const { name, value } of intermediate.columns) {
      if (value.kind !== 'column') continue;
      isSame(node(relation.model, name), node(modelOf(value.column.qualifier), value.column.name));
    }
    for (const join of input.joins)
      for (const { here, there } of join.on) {
        const target = node(join.relation.model, there);
        keys.add(target);
        named.join(node(modelOf(here.qualifier), here.name), target);
      }
  }
  for (const { from, naturalKey, attributes, miniDimensions } of project.dimensions) {
    for (const { name } of naturalKey) {
      keys.add(node(from.model, name));
      required.add(node(from.model, name));
    }
    for (const { value } of [...attributes, ...miniDimensions.flatMap((mini) => mini.attributes)])
      if (value.kind === 'formula') read(value.formula, from);
  }
  const isLookedUp = ({ target, on }: Pick<Lookup, 'target' | 'on'>, from: Relation): void => {
    for (const { here, there } of on) {
      if (target.kind === 'calendar') reckoned.add(node(from.model, here.name));
      else
        named.join(
          node(from.model, here.name),
          node(lookedUpDimension(project, target.dimension)?.from.model ?? '', there),
        );
    }
  };
  for (const { from, references } of project.dimensions)
    for (const reference of references) {
      if (reference.asOf !== undefined) reckoned.add(node(from.model, reference.asOf.here.name));
      isLookedUp(reference, from);
    }
  for (const { from, grain, eventTime, lookups, measures } of project.facts) {
    for (const { name } of grain.key) required.add(node(from.model, name));
    reckoned.add(node(from.model, eventTime.name));
    for (const { target, on, asOf } of lookups) {
      if (asOf !== undefined) reckoned.add(node(from.model, asOf.name));
      isLookedUp({ target, on }, from);
    }
    for (const { value } of measures) if (value.kind === 'formula') read(value.formula, from);
  }

  const keyGroups = new Set([...keys].map((key) => named.of(key)));
  const requiredGroups = new Set([...required].map((name) => inherited.of(name)));
  const reckonedGroups = new Set([...reckoned].map((name) => inherited.of(name)));
  const domains = new Map<string, Domain>();
  for (const [name, type] of types) {
    const id = named.of(name);
    if (!keyGroups.has(id)) continue;
    const known = domains.get(id);
    domains.set(id, {
      id,
      style: Math.max(known?.style ?? 0, places.get(name) ?? 0),
      type: known === undefined ? type : narrower(known.type, type),
    });
  }
  return {
    domainOf: (model, column) => domains.get(named.of(node(model, column))),
    isRequired: (model, column) => requiredGroups.has(inherited.of(node(model, column))),
    isReckonedWith: (model, column) => reckonedGroups.has(inherited.of(node(model, column))),
  };
}

function narrower(left: LogicalType, right: LogicalType): LogicalType {
  const room = (type: LogicalType): number =>
    type.kind === 'string'
      ? (type.length ?? 1e6)
      : type.kind === 'integer'
        ? 10
        : type.kind === 'decimal'
          ? type.precision - type.scale
          : 1e9;
  return room(right) < room(left) ? right : left;
}

/** Disjoint sets of names. */
class Groups {
  readonly #parents = new Map<string, string>();

  /** The name that stands for the group of a name. */
  of(name: string): string {
    const parent = this.#parents.get(name);
    if (parent === undefined || parent === name) return name;
    const root = this.of(parent);
    this.#parents.set(name, root);
    return root;
  }

  join(left: string, right: string): void {
    this.#parents.set(this.of(left), this.of(right));
  }
}
