import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../dialects/index.js';
import type { LogicalType } from '../../../dialects/logical-type.js';
import { generate, resolveProject } from '../../../generator/pipeline.js';
import { aboutOwnThings, thingsWidth, withFewerRows } from '../../../generator/prove/candidates.js';
import { type Delivery, rowOf } from '../../../generator/prove/cell.js';
import { chance } from '../../../generator/prove/chance.js';
import { columnClasses } from '../../../generator/prove/column-classes.js';
import { keyCapacity, keyValue, painfulValues } from '../../../generator/prove/painful-values.js';
import { prepare } from '../../../generator/prove/prepare.js';
import { keptColumn } from '../../../generator/prove/proof-project.js';
import { scene } from '../../../generator/prove/scene.js';
import { subjectsOf } from '../../../generator/prove/subjects.js';
import { storyText } from '../../../generator/prove/tell-story.js';
import type { Relation } from '../../../generator/resolve/project.js';
import type { Laboratory } from '../../../generator/prove/laboratory.js';

const retail = fileURLToPath(new URL('../../../blueprints/retail', import.meta.url));
const laboratory = {
  dialect: dialects.duckdb,
  places: { schemaOf: (source: string) => `raw_${source}`, nameOf: (_: string, table: string) => table },
  unwritable: new Set(),
} as unknown as Laboratory;

async function prepared() {
  const { project } = await resolveProject(retail);
  return prepare(project!, { keys: 40, loads: 4, laboratory, progress: () => undefined });
}

const types: readonly LogicalType[] = [
  { kind: 'string' },
  { kind: 'string', length: 3 },
  ...(['text', 'integer', 'bigint', 'float', 'date', 'timestamp', 'uuid', 'binary'] as const).map((kind) => ({
    kind,
  })),
  { kind: 'decimal', precision: 10, scale: 2 },
];

describe('values', () => {
  test.each(types)('of keys of type %o are all different', (type) => {
    const count = Math.min(500, keyCapacity(type));
    const values = Array.from({ length: count }, (_, number) => keyValue(type, number, number % 1));
    expect(new Set(values).size).toBe(count);
  });

  test('fit into their column', () => {
    for (const value of painfulValues({ kind: 'string', length: 2 }))
      expect(Buffer.byteLength(value ?? '')).toBeLessThanOrEqual(2);
    expect(painfulValues({ kind: 'decimal', precision: 4, scale: 3 })).toContain('9.999');
  });
});

describe('columns', () => {
  test('that are joined or looked up name the same things, others name nothing', async () => {
    const { project } = await resolveProject(retail);
    const { domainOf, isRequired, isReckonedWith } = columnClasses(project!);
    const sku = domainOf('stg_shop__products', 'sku');
    expect(sku?.type).toEqual({ kind: 'string', length: 20 });
    expect(domainOf('stg_shop__order_lines', 'sku')).toBe(sku);
    expect(domainOf('stg_shop__orders', 'customer_id')).toBe(domainOf('stg_shop__customers', 'customer_id'));
    expect(domainOf('stg_shop__customers', 'segment')).toBeUndefined();
    expect(isRequired('stg_web__visits', 'campaign')).toBe(true);
    expect(isRequired('stg_shop__orders', 'customer_id')).toBe(false);
    expect(isReckonedWith('stg_shop__orders', 'discount')).toBe(true);
    expect(isReckonedWith('stg_shop__customers', 'country')).toBe(false);
  });
});

describe('the project that is run', () => {
  test('is the generated one, but for staging and the guards that are eased', async () => {
    const { tree } = await prepared();
    const { trees } = await generate(retail, { dialect: 'duckdb' });
    const generated = new Map(trees[0]!.files.map(({ path, text }) => [path, text]));
    const eased = (text: string) =>
      text
        .replace(/, max_ratio=[\d.]+/, ', max_ratio=1')
        .replace(/,\n {8}"\{\{ stop_on_missing_members[^]*?\}\}"/, '');
    const others = tree
      .filter(
        ({ path, text }) =>
          path.startsWith('models/') && path.endsWith('.sql') && text !== eased(generated.get(path) ?? ''),
      )
      .map(({ path }) =>
        path.replace(/stg_\w+/, 'stg_*').replace(/int_shop__customers_events/, 'with a filter'),
      );
    expect([...new Set(others)].sort()).toEqual([
      'models/intermediate/with a filter.sql',
      'models/staging/shop/stg_*.sql',
      'models/staging/web/stg_*.sql',
    ]);
  });

  test('says of every dimension and fact whether it is covered', async () => {
    const { apparatus } = await prepared();
    expect(apparatus.subjects.coverage.map(({ kind, name, begins }) => `${kind} ${name}: ${begins}`)).toEqual(
      [
        'dimension customer: source',
        'dimension store: source',
        'dimension campaign: intermediate',
        'dimension product: source',
        'dimension price: source',
        'fact order_lines: intermediate',
        'fact orders: intermediate',
        'fact visits: intermediate',
        'dimension date: none',
      ],
    );
  });
});

test('a dimension that sets late events aside is left out over an intermediate, with the reason', async () => {
  const { project, plans } = (await prepared()).apparatus;
  const intermediate = project.intermediates[0]?.relation;
  const coverageOfPrice = (from: Relation | undefined) => {
    const dimensions = project.dimensions.map((dimension) =>
      dimension.name === 'price'
        ? {
            ...{ ...dimension, from: from ?? dimension.from },
            late: { loads: 'judged', model: 'late', timely: 'timely' },
          }
        : dimension,
    );
    const { coverage } = subjectsOf({ ...project, dimensions }, plans, new Map());
    return coverage.find(({ name }) => name === 'price');
  };
  expect(coverageOfPrice(undefined)).toMatchObject({ begins: 'source', without: [] });
  expect(intermediate).toBeDefined();
  expect(coverageOfPrice(intermediate)).toMatchObject({
    begins: 'none',
    without: [expect.stringMatching(/^prove does not know yet what \w+ said when late: reject judged/)],
  });
});

test('of a dimension with an added attribute is said that the time before it is left out', async () => {
  const { project, plans } = (await prepared()).apparatus;
  const dimensions = project.dimensions.map((dimension) =>
    dimension.name === 'price'
      ? {
          ...dimension,
          attributes: dimension.attributes.map((attribute) => ({
            ...attribute,
            since: { kind: 'null' as const, mark: `_has_${attribute.name}` },
          })),
        }
      : dimension,
  );
  const { coverage } = subjectsOf({ ...project, dimensions }, plans, new Map());
  expect(coverage.find(({ name }) => name === 'price')).toMatchObject({
    begins: 'source',
    without: [expect.stringMatching(/^what was before \w+(, \w+)* came \(since\)$/)],
  });
});

test('a dimension that refers to one that is not covered is left out, with the reason', async () => {
  const { project, plans } = (await prepared()).apparatus;
  const lookup = project.facts
    .flatMap(({ lookups }) => lookups)
    .find(({ target }) => target.kind === 'dimension' && target.dimension === 'product');
  if (lookup === undefined) throw new Error('no fact looks a product up');
  const { asOf: _asOf, on: _on, ...rest } = lookup;
  const reference = {
    ...{ ...rest, keyColumn: 'referred_key', on: [], knownIn: '' },
    ...{ follow: 'current' as const, among: 'rows' as const },
  };
  const dimensions = project.dimensions.map((dimension) =>
    dimension.name === 'price' ? { ...dimension, references: [reference] } : dimension,
  );
  const coverage = (refused: ReadonlyMap<string, string>) =>
    subjectsOf({ ...project, dimensions }, plans, refused).coverage.find(({ name }) => name === 'price');
  expect(coverage(new Map())).toMatchObject({ begins: 'source', without: [] });
  const products = project.dimensions.find(({ name }) => name === 'product')?.from.model;
  const table = project.sources
    .flatMap(({ tables }) => tables)
    .find(({ model, eventsModel }) => [model, eventsModel].includes(products));
  expect(coverage(new Map([[`${table?.source}.${table?.name}`, 'no rows']]))).toMatchObject({
    begins: 'none',
    without: ['prove does not know what referred_key is: its dimension is not covered in whole'],
  });
});

describe('random rows', () => {
  test('are the same for the same seed', async () => {
    const { apparatus, instants } = await prepared();
    const rows = (seed: number) =>
      JSON.stringify(scene(apparatus.plans, { instants, loadTimes: apparatus.loadTimes }, chance(seed)));
    expect(rows(3)).toBe(rows(3));
    expect(rows(3)).not.toBe(rows(4));
  });

  test('have every shape of trouble', async () => {
    const { apparatus, instants } = await prepared();
    const all = scene(apparatus.plans, { instants, loadTimes: apparatus.loadTimes }, chance(1));
    const of = (table: string) =>
      all.filter((delivery) => delivery.table === table).map(({ row }) => rowOf(row));
    expect(of('shop.customers').some((row) => row[keptColumn] !== 'true')).toBe(true);
    expect(of('shop.price_changes').some((row) => row['action'] === 'withdrawn')).toBe(true);
    expect(of('shop.stores').some((row) => row['op'] === 'T' && row['store_id'] === null)).toBe(true);
    expect(of('shop.customers').every((row) => row['country'] !== null)).toBe(true);
    expect(
      new Set(of('shop.visits').map((row) => row['visit_id'])).has(of('web.visits')[0]!['visit_id']),
    ).toBe(false);
    const texts = new Set(of('shop.customers').map((row) => row['segment']));
    expect(['consumer', 'corporate', 'vip'].some((value) => texts.has(value))).toBe(true);
    for (const value of [null, '']) expect(texts).toContain(value);
    expect(texts.size).toBeGreaterThan(15);
  });
});

describe('smaller histories', () => {
  const domain = { id: 'd', style: 0, type: { kind: 'bigint' } } as const;
  const history: Delivery[] = ['A', 'B', 'C'].map((a, load) => ({
    ...{ table: 'told.things', load },
    row: { id: { domain, number: 6 }, a },
  }));

  test('are all parts of a short one, the smallest first', () => {
    const parts = withFewerRows(history, chance(1));
    expect(parts).toHaveLength(7);
    expect(parts.map((part) => part.length)).toEqual([1, 1, 1, 2, 2, 2, 3]);
  });

  test('speak of things of their own, whose numbers keep their pattern', () => {
    const width = thingsWidth(history);
    const numbers = [0, 1, 2].map((place) => aboutOwnThings(history, place, width)[0]!.row['id']);
    expect(numbers.map((cell) => (cell as { number: number }).number)).toEqual([2, 6, 10]);
  });

  test('are told as a story for examples', () => {
    const finding = {
      ...({ kind: 'dimension', name: 'thing', key: { id: '7' }, problem: 'wrong' } as const),
      moment: { kind: 'load', load: 2 } as const,
      expected: [{ id: '7', a: 'A' }],
      found: [],
    };
    const plan = { name: 'told.things', columns: [{ name: 'id', type: { kind: 'bigint' } }] };
    const context = {
      ...{ plans: [plan as never], loadTimes: ['2024-05-01', '2024-05-02'], model: 'dim_thing' },
      readings: [{ model: 'dim_thing', columns: [{ name: 'id', sql: 'id', type: domain.type }] }],
    };
    const shrunk = { finding, rows: history.slice(0, 2), isAlone: true };
    expect(storyText(shrunk, context)).toBe(
      [
        'examples:',
        '  - name: thing after load 3',
        '    given:',
        '      told.things:',
        '        # load 1, 2024-05-01',
        '        - { id: 7, a: A }',
        '        # load 2, 2024-05-02',
        '        - { id: 7, a: B }',
        '    expect:',
        '      - { id: 7, a: A }',
        '    # found: no row',
        '',
      ].join('\n'),
    );
  });
});

test('of a fact whose stored rows do not follow is said which keys of theirs are left out', async () => {
  const { project, plans } = (await prepared()).apparatus;
  const withoutOf = (load: Partial<(typeof project.facts)[number]['load']>) => {
    const facts = project.facts.map((fact) =>
      fact.name === 'order_lines' ? { ...fact, load: { ...fact.load, ...load } } : fact,
    );
    const { coverage } = subjectsOf({ ...project, facts }, plans, new Map());
    return coverage.find(({ name }) => name === 'order_lines')?.without ?? [];
  };
  const said = withoutOf({});
  expect(withoutOf({ strategy: 'append' }).filter((words) => !said.includes(words))).toEqual([
    'the keys of rows that were written before (strategy: append)',
  ]);
  expect(withoutOf({ rekey: 'keep' }).filter((words) => !said.includes(words))).toEqual([
    'customer_key, product_key, price_key of rows that were written before (rekey: false)',
  ]);
});
