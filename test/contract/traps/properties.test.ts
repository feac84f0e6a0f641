import { describe } from 'vitest';
import { dialects, type DialectName } from '../../../dialects/index.js';
import { modelsOf } from './models.js';
import { type Resource, resources, statedTests, yamlFiles } from './properties.js';
import { trap, type Broken, type Finder } from './trap.js';

/** What the YAML files say. The schemas that dbt brings are run over them in `test/end-to-end/dbt-schemas.test.ts`. */

type Mapping = Readonly<Record<string, unknown>>;

const properties = (yaml: string, dialect?: string, others: Broken['files'] = {}): Broken => ({
  ...(dialect === undefined ? {} : { dialect }),
  files: { 'models/marts/_marts__models.yml': yaml, ...others },
});

const project = (yaml: string): Broken => ({ files: { 'dbt_project.yml': yaml } });

/** Every mapping of a value, with the path to it. */
function mappings(value: unknown, path = ''): [path: string, mapping: Mapping][] {
  if (typeof value !== 'object' || value === null) return [];
  const own: [string, Mapping][] = Array.isArray(value) ? [] : [[path, value as Mapping]];
  return [...own, ...Object.entries(value).flatMap(([key, item]) => mappings(item, `${path}/${key}`))];
}

const everyMapping =
  (find: (mapping: Mapping) => readonly string[]): Finder =>
  (tree) =>
    yamlFiles(tree).flatMap(({ path, value }) =>
      mappings(value).flatMap(([place, mapping]) =>
        find(mapping).map((problem) => `${path}${place}: ${problem}`),
      ),
    );

const everyResource =
  (find: (resource: Resource, dialect: string) => readonly string[]): Finder =>
  (tree) =>
    resources(tree).flatMap((resource) =>
      find(resource, tree.dialect).map((problem) => `${resource.place}: ${problem}`),
    );

const twice = (names: readonly string[]): string[] =>
  names.filter((name, index) => names.indexOf(name) !== index);

describe('a data test', () => {
  trap(
    'stands under data_tests',
    everyMapping((mapping) => Object.keys(mapping).filter((key) => key === 'tests')),
    [
      properties('models:\n  - name: m\n    tests: [unique]\n'),
      project('name: p\ntests:\n  +severity: warn\n'),
    ],
  );
  trap(
    'has its arguments under arguments and its settings under config',
    (tree) =>
      statedTests(tree).flatMap(({ place, test, body }) =>
        Object.keys(body)
          .filter((key) => !['name', 'description', 'arguments', 'config'].includes(key))
          .map((key) => `${place} ${test}: ${key}`),
      ),
    [
      properties('models:\n  - name: m\n    data_tests:\n      - unique_together: {columns: [a]}\n'),
      properties(
        'models:\n  - name: m\n    columns:\n      - name: a\n        data_tests: [{unique: {where: a > 1}}]\n',
      ),
    ],
  );
  trap(
    'has a name of its own, or differs from its neighbors in more than its settings',
    (tree) => {
      const stated = statedTests(tree);
      const named = stated.flatMap(({ body }) => (typeof body['name'] === 'string' ? [body['name']] : []));
      const unnamed = stated
        .filter(({ body }) => body['name'] === undefined)
        .map(({ place, test, body }) => `${place} ${test} ${JSON.stringify(body['arguments'] ?? {})}`);
      return [...twice(named), ...twice(unnamed)];
    },
    [
      properties(
        'models:\n  - name: m\n    columns:\n      - name: a\n        data_tests: [unique, {unique: {config: {where: a > 1}}}]\n',
      ),
      properties('models:\n  - name: m\n    data_tests: [{a: {name: same}}, {b: {name: same}}]\n'),
    ],
  );
  trap(
    'stands beside the key that a merge goes by',
    (tree) => {
      const asked = new Set(
        statedTests(tree)
          .filter(({ test, body }) => ['unique', 'not_null'].includes(test) && body['config'] === undefined)
          .map(({ place, test }) => `${place.replace(/^.*: /, '')} ${test}`),
      );
      return modelsOf(tree).flatMap(({ path, name, config: { unique_key: key } }) =>
        key === undefined
          ? []
          : ['unique', 'not_null']
              .filter((test) => !asked.has(`${name}.${key as string} ${test}`))
              .map((test) => `${path}: ${test} of ${key as string}`),
      );
    },
    [
      properties('models:\n  - name: dim_a\n    columns: [{name: k, data_tests: [unique]}]\n', undefined, {
        'models/marts/dim_a.sql': "{{ config(\n    unique_key='k'\n) }}\n\nselect 1 as k\n",
      }),
    ],
  );
});

describe('a contract', () => {
  trap(
    'has a type for each column',
    everyResource(({ value, columns }) => {
      const { contract } = (value['config'] ?? {}) as { contract?: { enforced?: boolean } };
      if (contract?.enforced !== true) return [];
      return [
        ...(columns.length === 0 ? ['no columns'] : []),
        ...columns
          .filter((column) => column['data_type'] === undefined)
          .map((column) => String(column['name'])),
      ];
    }),
    [
      properties(
        'models:\n  - name: m\n    config: {contract: {enforced: true}}\n    columns: [{name: a}]\n',
      ),
    ],
  );
  trap(
    'has types with their sizes',
    everyResource(({ columns }, dialect) =>
      columns.flatMap(({ name, data_type: type }) => {
        const bare =
          dialect === 'redshift' ? /^(varchar|text|char|numeric|decimal)$/ : /^(numeric|decimal|number)$/;
        return typeof type === 'string' &&
          (bare.test(type) || (/^\w+\(\d+\)$/.test(type) && /^(n|dec)/.test(type)))
          ? [`${String(name)} ${type}`]
          : [];
      }),
    ),
    [
      properties('models:\n  - {name: m, columns: [{name: a, data_type: numeric}]}\n'),
      properties('models:\n  - {name: m, columns: [{name: a, data_type: decimal(12)}]}\n'),
      properties('models:\n  - {name: m, columns: [{name: a, data_type: varchar}]}\n', 'redshift'),
    ],
  );
  trap(
    'enforces not null and nothing else, and that where the adapter can',
    everyResource(({ value, columns }, dialect) => {
      const can = dialects[dialect as DialectName].contract.notNull === 'constraint';
      return [value, ...columns].flatMap(({ constraints }) =>
        ((constraints ?? []) as readonly { type: string }[])
          .filter(({ type }) => !can || type !== 'not_null')
          .map(({ type }) => type),
      );
    }),
    [
      properties('models:\n  - {name: m, constraints: [{type: primary_key, columns: [a]}]}\n'),
      properties('models:\n  - {name: m, columns: [{name: a, constraints: [{type: foreign_key}]}]}\n'),
      properties('models:\n  - {name: m, columns: [{name: a, constraints: [{type: unique}]}]}\n'),
      properties('models:\n  - {name: m, columns: [{name: a, constraints: [{type: not_null}]}]}\n', 'spark'),
    ],
  );
});

describe('a repo', () => {
  const kinds = ['models', 'sources', 'macros', 'groups', 'version'];
  trap(
    'has models, sources, macros and groups, and nothing of what changes between versions of dbt',
    (tree) =>
      yamlFiles(tree)
        .filter(({ path }) => path !== 'dbt_project.yml')
        .flatMap(({ path, value }) =>
          Object.keys(value)
            .filter((key) => !kinds.includes(key))
            .map((key) => `${path}: ${key}`),
        ),
    ['snapshots', 'unit_tests', 'semantic_models', 'metrics', 'saved_queries', 'seeds', 'tests'].map((kind) =>
      properties(`${kind}: []\n`),
    ) as [Broken, ...Broken[]],
  );
  trap(
    'has no packages, snapshots, seeds or analyses, nor variables in a file',
    ({ files }) =>
      files
        .map(({ path }) => path)
        .filter((path) =>
          /^(packages|dependencies|vars|catalogs)\.yml$|^(snapshots|seeds|analyses)\//.test(path),
        ),
    [
      { files: { 'packages.yml': '' } },
      { files: { 'snapshots/s.sql': '{% snapshot s %}select 1{% endsnapshot %}' } },
    ],
  );
  trap(
    'keeps metadata under config',
    everyResource(({ kind, value, columns }) => [
      ...Object.keys(value).filter((key) => !(allowed[kind] ?? []).includes(key)),
      ...columns.flatMap((column) => Object.keys(column).filter((key) => !columnKeys.includes(key))),
    ]),
    [
      properties('models:\n  - {name: m, meta: {a: 1}}\n'),
      properties('models:\n  - {name: m, access: public}\n'),
      properties('models:\n  - {name: m, columns: [{name: a, tags: [b]}]}\n'),
      properties('sources:\n  - {name: s, tables: [{name: t, freshness: {}}]}\n'),
      properties('sources:\n  - {name: s, tables: [{name: t, loaded_at_field: a}]}\n'),
    ],
  );
  trap(
    'keeps words of its own in meta',
    everyResource(({ value, columns }) =>
      [value, ...columns].flatMap(({ config }) =>
        Object.keys((config ?? {}) as Mapping).filter((key) => !configKeys.includes(key)),
      ),
    ),
    [
      properties('models:\n  - {name: m, config: {scd2_columns: [a]}}\n'),
      properties('models:\n  - {name: m, columns: [{name: a, config: {pii: true}}]}\n'),
    ],
  );
  trap(
    'has names that are each given once, whatever they name',
    (tree) => {
      const models = modelsOf(tree).map(({ name }) => name);
      const tests = statedTests(tree).flatMap(({ body }) =>
        typeof body['name'] === 'string' ? [body['name']] : [],
      );
      return twice([...models, ...tests].map((name) => name.toLowerCase()));
    },
    [
      { files: { 'models/marts/a.sql': 'select 1 as b\n', 'models/staging/x/a.sql': 'select 1 as b\n' } },
      properties('models:\n  - {name: m, data_tests: [{t: {name: m}}]}\n', undefined, {
        'models/marts/m.sql': 'select 1 as a\n',
      }),
    ],
  );
  trap(
    'has a plus before every config of dbt_project.yml',
    (tree) =>
      yamlFiles(tree)
        .filter(({ path }) => path === 'dbt_project.yml')
        .flatMap(({ value: { models } }) =>
          mappings(models).flatMap(([place, mapping]) =>
            place.includes('/+')
              ? []
              : Object.entries(mapping)
                  .filter(
                    ([key, item]) => !key.startsWith('+') && (typeof item !== 'object' || item === null),
                  )
                  .map(([key]) => `dbt_project.yml${place}: ${key}`),
          ),
        ),
    [project('models:\n  p:\n    marts:\n      materialized: table\n')],
  );
  trap(
    'sets no flag but one that it depends on, and no variables',
    (tree) =>
      yamlFiles(tree)
        .filter(({ path }) => path === 'dbt_project.yml')
        .flatMap(({ value: { flags, vars } }) => [
          ...Object.keys((flags ?? {}) as Mapping).filter(
            (flag) => !Object.hasOwn(dialects[tree.dialect as DialectName].adapter.flags ?? {}, flag),
          ),
          ...(flags !== undefined && Object.hasOwn(flags as Mapping, 'enable_truthy_nulls_equals_macro')
            ? ['equals']
            : []),
          ...(vars === undefined ? [] : ['vars']),
        ]),
    [project('flags: {enable_truthy_nulls_equals_macro: true}\n'), project('vars: {a: 1}\n')],
  );
});

const allowed: Readonly<Record<string, readonly string[]>> = {
  models: ['name', 'description', 'config', 'columns', 'data_tests'],
  sources: ['name', 'description', 'database', 'schema', 'quoting', 'config', 'tables'],
  tables: ['name', 'description', 'identifier', 'quoting', 'config'],
  macros: ['name', 'description', 'arguments'],
  groups: ['name', 'owner'],
};
const columnKeys = ['name', 'description', 'data_type', 'constraints', 'config', 'data_tests'];
const configKeys = ['access', 'group', 'contract', 'meta', 'loaded_at_field', 'freshness'];
