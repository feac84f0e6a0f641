import fc from 'fast-check';
import { dialectNames } from '../../dialects/names.js';

/** Blueprints as data, one list per file; every one of them is right. */
export type Files = Readonly<Record<string, readonly object[]>>;

const types = [
  'string',
  'string(20)',
  'text',
  'integer',
  'bigint',
  'decimal(12,2)',
  'float',
  'boolean',
  'date',
  'timestamp',
  'timestamp_tz',
  'time',
  'json',
  'binary',
  'uuid',
] as const;
const keyTypes = [
  'string',
  'string(20)',
  'integer',
  'bigint',
  'decimal(12,2)',
  'boolean',
  'date',
  'timestamp',
  'timestamp_tz',
  'time',
  'uuid',
] as const;
const instantTypes = ['date', 'timestamp', 'timestamp_tz'] as const;
const scds = [0, 1, 2, 3, 6] as const;

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const rawName = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom('Order', 'first name', 'a"b', "it's", 'select', '{{ x }}', '名前'),
);

/** A table of things: a key, what orders its rows, and columns of any type. */
const table = fc.record({
  shape: fc.constantFrom('snapshot', 'log', 'delta', 'cdc'),
  key: fc.array(fc.constantFrom(...keyTypes), { minLength: 1, maxLength: 3 }),
  instant: fc.constantFrom(...instantTypes),
  dated: fc.boolean(),
  arrives: fc.boolean(),
  sequenced: fc.boolean(),
  operation: optional(
    fc.record(
      { delete: fc.constantFrom(['D'], ["it's", 'X']), truncate: optional(fc.constant(['T'])) },
      { requiredKeys: ['delete'] },
    ),
  ),
  scoped: fc.boolean(),
  nulls: fc.constantFrom('value', 'unchanged'),
  nullValues: fc.constantFrom([], ['NA'], ['', "it's", '{{ 1/0 }}', 'back\\slash']),
  filtered: fc.boolean(),
  columns: fc.array(
    fc.record({
      type: fc.constantFrom(...types),
      from: rawName,
      protect: fc.constantFrom(undefined, 'hash', 'mask', 'drop', 'none'),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});
type Table = typeof table extends fc.Arbitrary<infer T> ? T : never;

const isText = (type: string) => type === 'text' || type.startsWith('string');

function tableOf(
  name: string,
  it: Table,
  dimensioned: boolean,
): {
  readonly yaml: object;
  readonly attributes: readonly { name: string; type: string }[];
  readonly hasDeletes: boolean;
} {
  const key = it.key.map((type, index) => ({ name: `key_${index + 1}`, type }));
  // A log without an instant has no history; nothing else may be asked of a table without one.
  const dated = it.dated || (dimensioned && it.shape === 'log');
  const withOperation = it.shape === 'cdc' || (it.shape === 'log' && it.operation !== undefined);
  const columns = it.columns.map(({ type, from, protect }, index) => ({
    name: `column_${index + 1}`,
    type,
    ...(from === undefined ? {} : { from: `${from}${index}` }),
    ...(protect === undefined || !isText(type) ? {} : { pii: 'personal', protect }),
  }));
  const attributes = columns.filter((column) => !('protect' in column) || column.protect !== 'drop');
  return {
    attributes,
    hasDeletes: it.shape === 'snapshot' || withOperation || it.filtered,
    yaml: {
      table: name,
      description: `One row per thing of ${name}`,
      shape: it.shape,
      key: key.map((column) => column.name),
      ...(dated ? { changed_at: 'happened' } : {}),
      ...(it.arrives ? { loaded_at: 'arrived' } : {}),
      ...(it.sequenced ? { sequence: ['lsn'] } : {}),
      ...(withOperation ? { operation: { column: 'op', delete: ['D'], ...it.operation } } : {}),
      ...(it.shape === 'snapshot' && it.scoped ? { absence: { scope: ['region'], max_ratio: 0.25 } } : {}),
      nulls: it.nulls,
      null_values: it.nullValues,
      columns: [
        ...key,
        { name: 'happened', type: it.instant },
        { name: 'arrived', type: 'timestamp' },
        { name: 'lsn', type: 'bigint' },
        { name: 'op', type: 'string' },
        // A filter can't judge by what may not have been sent.
        { name: 'region', type: 'string', ...(it.nulls === 'unchanged' ? { not_null: it.filtered } : {}) },
        { name: 'amount', type: 'decimal(12,2)' },
        ...columns,
      ],
      ...(it.filtered ? { filter: "region is null or region <> 'test'" } : {}),
    },
  };
}

const history = fc.record({
  deletes: fc.constantFrom(undefined, 'close', 'flag', 'ignore'),
  first_version: fc.constantFrom(undefined, 'open_past'),
  overwrite: fc.constantFrom(undefined, 'current', 'version'),
  versions: fc.constantFrom(undefined, 'existence'),
  durable_key: fc.constantFrom(undefined, true),
});
const surrogateKey = fc.constantFrom('hash', 'integer');

/** The settings that need versions, as far as these attributes have them. */
function versionSettings(
  asked: Readonly<Record<string, unknown>>,
  attributes: readonly { readonly scd: number }[],
): Record<string, unknown> {
  const tracked = attributes.some(({ scd }) => scd === 2 || scd === 6);
  const versions = tracked ? undefined : asked['versions'];
  const overwrites = attributes.some(({ scd }) => scd === 1);
  const settings = {
    versions,
    ...(tracked || versions !== undefined
      ? {
          first_version: asked['first_version'],
          overwrite: overwrites ? asked['overwrite'] : undefined,
          durable_key: asked['durable_key'],
        }
      : {}),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
const members = fc.subarray(['unknown', 'not_applicable', 'not_yet']);
const physical = fc.constantFrom(
  {},
  { cluster_by: ['key_1'] },
  { distribute_by: 'key_1', sort_by: ['key_1'] },
  { format: 'iceberg' },
);

/** A small warehouse: two tables, an intermediate of one kind or another, two dimensions, a calendar and a fact. */
export const anyBlueprints: fc.Arbitrary<Files> = fc
  .record({
    things: table,
    others: table,
    conventions: fc.constantFrom(
      {},
      { open_end: '9999-12-31' },
      {
        open_start: '0001-01-01',
        columns: { valid_from: 'since', valid_to: 'until', is_current: 'is_newest', loaded_at: 'loaded' },
      },
      {
        prefixes: { staging: 's_', intermediate: 'i_', dimension: 'd_', fact: 'f_' },
        key_name: 'sk_{name}',
        schemas: { marts: 'analytics' },
      },
    ),
    scds: fc.array(fc.constantFrom(...scds), { minLength: 6, maxLength: 6 }),
    otherScds: fc.array(fc.constantFrom(...scds), { minLength: 6, maxLength: 6 }),
    history,
    otherHistory: history,
    surrogateKey,
    otherSurrogateKey: surrogateKey,
    members,
    physical,
    between: fc.constantFrom('nothing', 'filter', 'join'),
    weekStarts: fc.constantFrom('monday', 'sunday'),
    fiscal: optional(fc.constantFrom('02-01', '07-15')),
    load: fc.constantFrom(
      {},
      { strategy: 'append' },
      { strategy: 'full' },
      { strategy: 'full', deletes: 'ignore' },
      { rekey: false },
      { deletes: 'ignore' },
    ),
    missing: fc.constantFrom('unknown', 'inferred', 'error'),
    nullKey: fc.constantFrom('unknown', 'not_applicable', 'not_yet'),
    contract: fc.boolean(),
  })
  .map((it) => {
    const things = tableOf('things', it.things, true);
    const others = tableOf('others', it.others, true);
    const key = it.things.key.map((_, index) => `key_${index + 1}`);
    const otherKey = it.others.key.map((_, index) => `key_${index + 1}`);
    const joined = it.between === 'join';
    const from = it.between === 'nothing' ? 'shop.things' : 'shaped_things';
    const attributes = [
      ...things.attributes.map((column, index) => ({ name: column.name, scd: it.scds[index] ?? 2 })),
      {
        name: 'shown_region',
        type: 'string',
        scd: it.scds[0] ?? 1,
        expression: "coalesce(upper(region), 'none')",
      },
    ];
    const otherAttributes = [
      ...others.attributes.map((column, index) => ({ name: column.name, scd: it.otherScds[index] ?? 2 })),
      { name: 'region', scd: it.otherScds[0] ?? 1 },
    ];
    const intermediate = {
      intermediate: 'shaped_things',
      description: 'One row per thing',
      from: 'shop.things',
      key,
      ...(joined
        ? {
            joins: [
              {
                with: 'shop.others',
                as: 'other',
                on: Object.fromEntries(otherKey.map((name) => [`other_${name}`, name])),
              },
            ],
          }
        : {}),
      columns: [
        '*',
        { name: 'doubled', type: 'decimal(18,2)', expression: 'amount * 2' },
        ...(joined ? [{ name: 'other_region', from: 'other.region' }] : []),
      ],
      filter: 'amount is null or amount >= 0',
    };
    // The columns by which the other table is found have its key's types.
    const reaching = it.others.key.map((type, index) => ({ name: `other_key_${index + 1}`, type }));
    const source = {
      source: 'shop',
      schema: 'raw_shop',
      description: 'A shop',
      tables: [
        { ...things.yaml, columns: [...(things.yaml as { columns: object[] }).columns, ...reaching] },
        others.yaml,
      ],
    };
    const lookup = {
      dimension: 'other',
      on: Object.fromEntries(otherKey.map((name) => [`other_${name}`, name])),
      missing: it.missing,
      null_key: it.nullKey,
    };
    return {
      'project.yml': [
        {
          project: 'anything',
          dialect: [...dialectNames],
          output: '../dbt',
          description: 'Anything',
          conventions: it.conventions,
          defaults: { contract: it.contract },
        },
      ],
      'source.yml': [source],
      'marts.yml': [
        ...(it.between === 'nothing' ? [] : [intermediate]),
        {
          dimension: 'thing',
          description: 'Things',
          from,
          natural_key: key,
          surrogate_key: it.surrogateKey,
          history: {
            ...(it.history.deletes === undefined ||
            (it.history.deletes !== 'ignore' && !things.hasDeletes && it.between === 'nothing') ||
            it.between !== 'nothing'
              ? {}
              : { deletes: it.history.deletes }),
            ...versionSettings(it.history, attributes),
          },
          attributes,
          members: it.members,
          physical: it.physical,
        },
        {
          dimension: 'other',
          description: 'Others',
          from: 'shop.others',
          natural_key: otherKey,
          surrogate_key: it.otherSurrogateKey,
          history: versionSettings(it.otherHistory, otherAttributes),
          attributes: otherAttributes,
          members: it.members,
        },
        {
          calendar: 'date',
          start: '2020-01-01',
          end: '2030-12-31',
          week_starts: it.weekStarts,
          ...(it.fiscal === undefined ? {} : { fiscal: { starts: it.fiscal } }),
        },
        {
          fact: 'happenings',
          type: 'transaction',
          description: 'What happened',
          from,
          grain: { statement: 'One row per thing', key },
          event_time: 'happened',
          dimensions: [
            lookup,
            { ...lookup, role: 'second' },
            { dimension: 'date', ...(it.things.instant === 'date' ? {} : { time_zone: 'Europe/Berlin' }) },
            { dimension: 'date', on: 'arrived', role: 'arrival', null_key: it.nullKey },
          ],
          degenerate: ['op'],
          measures: [
            { name: 'amount', additivity: 'additive' },
            { name: 'share', type: 'float', expression: 'amount / 3', additivity: 'non_additive' },
          ],
          load: it.load,
          tests: [{ name: 'amount_is_sane', expression: 'amount > -1000' }],
        },
      ],
    };
  });
