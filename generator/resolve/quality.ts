import { checkName } from './checks/names.js';
import type { BlueprintOf } from '../parse/blueprint.js';
import type { ResolveContext } from './context.js';
import { type FormulaScope, resolveFormula } from './formulas.js';
import { at, locationOf, type Place } from './place.js';
import type { Column, Quality, QualityTest } from './project.js';

type QualityBlueprint = Pick<
  BlueprintOf<'dimension'>['value'],
  'owner' | 'contract' | 'access' | 'group' | 'tests'
>;

/** Owner, contract, access and the tests that a blueprint asks for. */
export function resolveQuality(
  value: QualityBlueprint,
  name: string,
  place: Place,
  table: readonly Column[],
  context: ResolveContext,
): Quality {
  const defaults = context.project?.value.defaults;
  const owner = value.owner ?? defaults?.owner;
  const contract = value.contract ?? defaults?.contract ?? true;
  const tests = value.tests.flatMap((test, index) =>
    resolveTest(test, name, at(place, 'tests', index), table, context),
  );
  checkRepeatedTests(value.tests, place, context);
  if (value.group !== undefined) checkName(value.group, at(place, 'group'), context);
  return {
    ...(owner === undefined || owner === null ? {} : { owner }),
    contract: contract === false ? 'none' : 'enforced',
    ...(typeof contract === 'object' ? { contractMeta: contractMeta(contract) } : {}),
    ...(value.access === undefined ? {} : { access: value.access }),
    ...(value.group === undefined ? {} : { group: value.group }),
    tests,
  };
}

function contractMeta(
  contract: Exclude<NonNullable<QualityBlueprint['contract']>, boolean>,
): Record<string, unknown> {
  const freshness = contract.sla?.freshness;
  return {
    ...(contract.version === undefined ? {} : { version: contract.version }),
    ...(freshness === undefined
      ? {}
      : { sla: { freshness: `${freshness.count} ${freshness.period}${freshness.count === 1 ? '' : 's'}` } }),
    ...(contract.breaking_change_policy === undefined
      ? {}
      : { breaking_change_policy: contract.breaking_change_policy }),
  };
}

function resolveTest(
  test: QualityBlueprint['tests'][number],
  name: string,
  place: Place,
  table: readonly Column[],
  context: ResolveContext,
): QualityTest[] {
  if ('row_count' in test) {
    const { min, max } = test.row_count;
    return [
      {
        kind: 'row_count',
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
        severity: 'error',
      },
    ];
  }
  if ('reconcile' in test) return [];
  checkName(test.name, at(place, 'name'), context);
  const scope: FormulaScope = {
    allowed: 'row',
    dialects: context.dialects,
    find: (reference, location) => {
      const column = table.find((candidate) => candidate.name === reference.name.toLowerCase());
      if (column !== undefined && reference.qualifier === undefined)
        return { name: column.name, type: column.type };
      context.findings.addNear(
        'DG401',
        { column: reference.name, relation: name },
        location,
        reference.name,
        table.map((candidate) => candidate.name),
      );
      return undefined;
    },
  };
  const resolved = resolveFormula(
    test.expression,
    at(place, 'expression'),
    scope,
    'condition',
    context.findings,
  );
  if (resolved === undefined) return [];
  return [
    {
      kind: 'expression',
      name: test.name,
      ...(test.description === undefined ? {} : { description: test.description }),
      formula: resolved.formula,
      severity: test.severity,
    },
  ];
}

function checkRepeatedTests(
  tests: QualityBlueprint['tests'],
  place: Place,
  { findings }: ResolveContext,
): void {
  const first = new Map<string, Place>();
  tests.forEach((test, index) => {
    const here = at(place, 'tests', index, 'row_count' in test ? 'row_count' : 'name');
    const name = 'row_count' in test ? 'row_count' : 'name' in test ? test.name : undefined;
    if (name === undefined) return;
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, here);
    else {
      findings.add(
        'DG315',
        { name, where: 'the tests' },
        locationOf(here, 'row_count' in test ? 'key' : 'value'),
        {
          related: [
            {
              message: 'the first one',
              location: locationOf(earlier, 'row_count' in test ? 'key' : 'value'),
            },
          ],
        },
      );
    }
  });
}
