import type { BlueprintOf } from '../parse/blueprint.js';
import { logicalTypeText } from '../sql/logical-type.js';
import { checkName } from './checks/names.js';
import { findColumn, type ResolveContext } from './context.js';
import { keyWords } from './findings.js';
import { findQualified, type Imported, lastWord, withOwnAlias } from './imports.js';
import { dated } from './checks/temporal-joins.js';
import { importAlias } from './names.js';
import { at, locationOf, type Place } from './place.js';
import type { Join } from './project.js';
import { readRelation, type Relations } from './relations.js';
import { joinable } from './types.js';

export interface ResolvedJoins {
  readonly joins: readonly { readonly join: Join; readonly words: string; readonly word: string }[];
  /** What the others would be called. */
  readonly broken: ReadonlySet<string>;
}

export function resolveJoins(
  items: NonNullable<BlueprintOf<'intermediate'>['value']['joins']>,
  place: Place,
  from: Imported,
  relations: Relations,
  context: ResolveContext,
): ResolvedJoins {
  const imports: Imported[] = [from];
  const broken = new Set<string>();
  const joins = items.flatMap((item, index) => {
    const here = at(place, index);
    const wanted = item.join === 'temporal' ? 'events' : 'states';
    const read = readRelation(item.with, wanted, locationOf(at(here, 'with')), relations, context);
    if (item.as !== undefined) checkName(item.as, at(here, 'as'), context);
    const word = item.as ?? lastWord(item.with);
    if (read === undefined) {
      broken.add(word);
      return [];
    }
    if (imports.some((candidate) => candidate.word === word)) {
      const first = items.findIndex((other) => (other.as ?? lastWord(other.with)) === word);
      context.findings.add(
        'DG313',
        { alias: word },
        locationOf(at(here, item.as === undefined ? 'with' : 'as')),
        {
          expected: 'as: <another name>',
          ...(first < 0 || first >= index
            ? {}
            : { related: [{ message: 'the first join', location: locationOf(at(place, first)) }] }),
        },
      );
      broken.add(word);
      return [];
    }
    const relation = withOwnAlias(read, { word, words: item.with }, imports);
    const alias = item.as === undefined ? relation.alias : importAlias(item.as);
    const pairs = item.on ?? Object.fromEntries(relation.key.map((name) => [name, name]));
    const on = Object.entries(pairs).flatMap(([hereName, there]) => {
      const keyPlace =
        item.on === undefined ? locationOf(at(here, 'with')) : locationOf(at(here, 'on', hereName), 'key');
      const [qualifier, name] = hereName.includes('.')
        ? (hereName.split('.', 2) as [string, string])
        : [undefined, hereName];
      const left = findQualified(qualifier, name, { tables: imports, broken }, keyPlace, context);
      const right = findColumn(
        relation,
        there,
        item.with,
        item.on === undefined ? keyPlace : locationOf(at(here, 'on', hereName)),
        context,
      );
      if (left === undefined || right === undefined) return [];
      if (!joinable(left.column.type, right.type)) {
        context.findings.add(
          'DG430',
          {
            left: hereName,
            leftType: logicalTypeText(left.column.type),
            right: `${item.with}.${there}`,
            rightType: logicalTypeText(right.type),
          },
          keyPlace,
          { expected: 'columns of the same type' },
        );
      }
      return [{ here: { qualifier: left.imported.alias, name: left.column.name }, there }];
    });
    const missing = relation.key.filter((name) => !Object.values(pairs).includes(name));
    if (missing.length > 0) {
      context.findings.add(
        'DG510',
        { relation: item.with, missing: keyWords(missing) },
        locationOf(at(here, item.on === undefined ? 'with' : 'on')),
        {
          expected: `all of ${keyWords(relation.key)}`,
        },
      );
    }
    imports.push({ word, alias, relation, words: item.with });
    const temporal =
      item.join === 'temporal'
        ? dated(relation, item.with, locationOf(at(here, 'with')), context)
        : undefined;
    const join: Join =
      temporal === undefined
        ? { relation, alias, kind: item.join === 'inner' ? 'inner' : 'left', on }
        : { relation: temporal, alias, kind: 'temporal', on };
    return [{ join, words: item.with, word }];
  });
  return { joins, broken };
}
