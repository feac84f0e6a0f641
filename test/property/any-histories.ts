import fc from 'fast-check';

/** One document of a blueprint, as data. */
type Document = Readonly<Record<string, unknown>>;

/** Chance: what fast-check's arbitraries answer one after the other. */
interface Chance {
  readonly of: <T>(choices: readonly T[]) => T;
  /** True in so many of a hundred cases. */
  readonly in: (percent: number) => boolean;
}

const valueTypes = [
  ...['string', 'string', 'text', 'integer', 'bigint', 'decimal(12,2)'],
  ...['boolean', 'date', 'timestamp', 'timestamp_tz', 'time', 'uuid'],
];
const keyTypes = ['bigint', 'string', 'integer', 'date', 'decimal(12,2)', 'uuid', 'timestamp', 'boolean'];
const numbers = ['integer', 'bigint', 'decimal(12,2)'];

/** The documents' keys in one. */
const all = (documents: readonly Document[]): Document =>
  Object.fromEntries(documents.flatMap(Object.entries));

interface Typed {
  readonly name: string;
  readonly type: string;
}

interface Table {
  readonly yaml: Document;
  readonly key: readonly Typed[];
  readonly attributes: readonly Typed[];
  readonly instant: 'dated' | 'periods' | 'loaded';
  readonly deletes: 'told' | 'never';
}

/** A table of any shape with what orders its rows, what deletes them and what its nulls mean. */
function anyTable(name: string, referring: readonly Typed[], chance: Chance): Table {
  const shape = chance.of(['snapshot', 'delta', 'cdc', 'log']);
  const key = [
    { name: `${name}_id`, type: chance.of(['bigint', 'string', 'integer', 'uuid', 'decimal(12,2)']) },
    ...(chance.in(30) ? [{ name: `${name}_part`, type: chance.of(keyTypes) }] : []),
  ];
  const instant = chance.in(70) ? 'dated' : chance.in(50) ? 'periods' : 'loaded';
  const settings: Document[] = [];
  const columns: Document[] = [...key];
  if (instant === 'dated') {
    settings.push({ changed_at: 'happened' });
    columns.push({ name: 'happened', type: chance.of(['timestamp', 'timestamp', 'date', 'timestamp_tz']) });
    const sequence = chance.of([[], [], ['lsn'], ['lsn', 'step']]);
    if (sequence.length > 0) settings.push({ sequence });
    columns.push(...sequence.map((column) => ({ name: column, type: 'bigint' })));
  }
  if (instant === 'periods') {
    const type = chance.of(['date', 'timestamp']);
    const inclusive = type === 'date' && chance.in(50) ? { to_inclusive: true } : {};
    settings.push({ valid: { from: 'starts_on', to: 'ends_on', ...inclusive } });
    columns.push({ name: 'starts_on', type }, { name: 'ends_on', type });
  }
  const operated = shape === 'cdc' || (shape === 'log' && chance.in(50));
  if (operated) {
    const truncate = chance.in(25) ? { truncate: ['T'] } : {};
    settings.push({ operation: { column: 'op', delete: ['D'], ...truncate } });
    columns.push({ name: 'op', type: 'string' });
  }
  if (shape === 'snapshot' && chance.in(30))
    settings.push({ absence: chance.in(50) ? { scope: ['region'], max_ratio: 1 } : { max_ratio: 1 } });
  const carries = instant !== 'periods' && chance.in(20);
  if (carries) settings.push({ nulls: 'unchanged' });
  if (chance.in(10)) settings.push({ null_values: ['NA', ''] });
  const attributes = [
    { name: 'region', type: 'string' },
    ...Array.from({ length: chance.of([1, 2, 3]) }, (_, index) => ({
      ...{ name: `value_${index + 1}`, type: chance.of(valueTypes) },
    })),
  ];
  const number = attributes.find(({ type }) => numbers.includes(type));
  // A filter can't judge by what may not have been sent.
  const filtered = !carries && chance.in(20);
  if (filtered)
    settings.push({
      filter: number === undefined ? "region <> 'test'" : `${number.name} is null or ${number.name} <> 0`,
    });
  const table = { table: name, description: `Rows of ${name}`, shape, key: key.map((column) => column.name) };
  return {
    yaml: { ...table, ...all(settings), columns: [...columns, ...attributes, ...referring] },
    ...{ key, attributes, instant },
    deletes: shape === 'snapshot' || operated || filtered ? 'told' : 'never',
  };
}

interface Attribute {
  readonly name: string;
  readonly scd: number;
}

function anyAttributes({ attributes }: Table, chance: Chance): Attribute[] {
  const chosen = attributes.filter((_, index) => index === 1 || chance.in(85));
  const made = { type: 'string', expression: "coalesce(upper(region), 'none')" };
  return [
    ...chosen.map(({ name }) => ({ name, scd: chance.of([0, 1, 1, 2, 2, 2, 3, 6]) })),
    ...(chance.in(20) ? [{ name: 'made', scd: chance.of([0, 1, 2, 3, 6]), ...made }] : []),
  ];
}

function anyDimension(
  name: string,
  from: { readonly model: string; readonly table: Table },
  attributes: readonly Attribute[],
  chance: Chance,
): Document {
  const existence = !attributes.some(({ scd }) => scd === 2 || scd === 6) && chance.in(30);
  const versioned = existence || attributes.some(({ scd }) => scd === 2 || scd === 6);
  const overwrites = attributes.some(({ scd }) => scd === 1);
  const history = [
    existence ? { versions: 'existence' } : {},
    from.table.deletes === 'told' && chance.in(50) ? { deletes: chance.of(['close', 'flag', 'ignore']) } : {},
    chance.in(15) ? { invalid: 'quarantine' } : {},
    ...(versioned
      ? [
          chance.in(20) ? { first_version: 'open_past' } : {},
          overwrites && chance.in(40) ? { overwrite: chance.of(['current', 'version']) } : {},
          chance.in(25) ? { durable_key: true } : {},
          chance.in(20) ? { split: 'current_and_history' } : {},
          chance.in(15) ? { late: 'reject' } : {},
        ]
      : []),
  ];
  return {
    ...{ dimension: name, description: `Things of ${name}`, from: from.model },
    natural_key: from.table.key.map((column) => column.name),
    surrogate_key: chance.of(['hash', 'hash', 'hash', 'integer']),
    history: all(history),
    attributes,
  };
}

/** `on` of a join or lookup: the columns of `key` with a prefix here. */
const pairs = (prefix: string, key: readonly Typed[]): Document =>
  Object.fromEntries(key.map(({ name }) => [`${prefix}_${name}`, name]));
const reaching = (prefix: string, key: readonly Typed[]): Typed[] =>
  key.map(({ name, type }) => ({ name: `${prefix}_${name}`, type }));

/**
 * The blueprints of two dimensions and a fact over three tables, without their project: joined in time, referring to
 * each other, with members that are inferred, as chance has it. Not all of it is right: what is refused is for others to see.
 *
 * @param suffix of every name, so that several such warehouses find room in one project
 */
export const anyHistories = (suffix: string): fc.Arbitrary<readonly Document[]> =>
  fc.gen().map((answer) => {
    const chance: Chance = {
      of: <T>(choices: readonly T[]) => answer(fc.constantFrom<T[]>, ...choices),
      in: (percent) => answer(fc.nat, { max: 99 }) < percent,
    };
    const source = `shop${suffix}`;
    const kinds = anyTable('kinds', [], chance);
    const things = anyTable('things', reaching('in', kinds.key), chance);
    const toBoth = [...reaching('in', kinds.key), ...reaching('of', things.key)];
    const events = anyTable('events', toBoth, chance);
    const kind = anyDimension(
      `kind${suffix}`,
      { model: `${source}.kinds`, table: kinds },
      anyAttributes(kinds, chance),
      chance,
    );
    const join = chance.of(['none', 'none', 'temporal', 'temporal', 'left']);
    const joined = {
      ...{
        intermediate: `joined${suffix}`,
        description: 'Things with their kinds',
        from: `${source}.things`,
      },
      key: things.key.map(({ name }) => name),
      joins: [{ with: `${source}.kinds`, as: 'there', on: pairs('in', kinds.key), join }],
      columns: ['*', { name: 'region_there', from: 'there.region' }],
    };
    const thing = anyDimension(
      `thing${suffix}`,
      { model: join === 'none' ? `${source}.things` : `joined${suffix}`, table: things },
      [
        ...anyAttributes(things, chance),
        ...(join === 'none'
          ? []
          : [{ name: 'region_there', scd: join === 'left' ? 1 : chance.of([0, 1, 2, 2, 3, 6]) }]),
      ],
      chance,
    );
    const reference = {
      ...{ dimension: `kind${suffix}`, on: pairs('in', kinds.key) },
      missing: chance.of(['unknown', 'unknown', 'inferred']),
      ...chance.of([{}, { follow: 'version' }, things.instant === 'dated' ? { as_of: 'happened' } : {}]),
    };
    const fact = {
      ...{ fact: `events${suffix}`, type: 'factless', description: 'Events', from: `${source}.events` },
      grain: { statement: 'One row per event', key: events.key.map(({ name }) => name) },
      event_time: 'happened',
      dimensions: [
        {
          dimension: `kind${suffix}`,
          on: pairs('in', kinds.key),
          missing: chance.of(['unknown', 'inferred']),
        },
        {
          dimension: `thing${suffix}`,
          on: pairs('of', things.key),
          missing: chance.of(['unknown', 'inferred']),
        },
      ],
      degenerate: ['region'],
      load: chance.of([
        ...[{}, {}, { strategy: 'append' }, { strategy: 'full' }, { rekey: false }],
        ...(events.deletes === 'told' ? [{ deletes: 'flag' }, { deletes: 'ignore' }] : []),
      ]),
    };
    return [
      {
        ...{ source, schema: `raw_${source}`, description: 'A shop' },
        tables: [kinds.yaml, things.yaml, events.yaml],
      },
      ...(join === 'none' ? [] : [joined]),
      kind,
      chance.in(35) ? { ...thing, references: [reference] } : thing,
      ...(events.instant === 'dated' && chance.in(80) ? [fact] : []),
    ];
  });
