import { stringify } from 'yaml';

/** Blueprints with one dimension or fact per mutant, all alike but for the one file that a mutant changes. */
export interface MutantSubjects {
  /** Dimensions by the table that they are made from. */
  readonly dimensions: Readonly<Record<DimensionKind, readonly string[]>>;
  readonly facts: readonly string[];
}

export type DimensionKind =
  | 'changes'
  | 'resumed'
  | 'flagged'
  | 'opened'
  | 'present'
  | 'mixed'
  | 'inside'
  | 'lasting'
  | 'parted'
  | 'judged'
  | 'inferred'
  | 'remembered'
  | 'profiled'
  | 'referring'
  | 'following'
  | 'stated'
  | 'restated'
  | 'contested'
  | 'unsent'
  | 'wiped'
  | 'pairs'
  | 'snapshot';

const columns = [
  { name: 'a', type: 'string' },
  { name: 'b', type: 'string' },
  { name: 'c', type: 'string' },
];
const dated = [
  { name: 'op', type: 'string' },
  { name: 'seq', type: 'bigint' },
  { name: 'changed_at', type: 'timestamp' },
];
const id = { name: 'id', type: 'bigint' };
const deletes = { column: 'op', delete: ['D'] };

const table = (name: string, rest: object): object => ({ table: name, description: 'Made up', ...rest });

const tables: Readonly<Record<DimensionKind, (name: string) => object>> = {
  changes: () => changes('changes'),
  resumed: () => changes('changes'),
  flagged: () => changes('changes'),
  opened: () => changes('changes'),
  present: () => changes('changes'),
  mixed: () => changes('changes'),
  inside: () => changes('changes'),
  lasting: () => changes('changes'),
  parted: () => changes('changes'),
  judged: () => changes('changes'),
  inferred: () => changes('changes'),
  remembered: () => changes('changes'),
  profiled: () => changes('changes'),
  referring: () => changes('changes'),
  following: () => changes('changes'),
  stated: () => periods('periods'),
  // What is kept of its statements is mutated, so each has a table of its own.
  restated: periods,
  contested: () =>
    table('contested', {
      ...{ shape: 'cdc', key: ['id'], changed_at: 'changed_at', operation: deletes },
      columns: [id, ...columns, ...dated.filter(({ name }) => name !== 'seq')],
    }),
  unsent: () =>
    table('unsent', {
      ...{ shape: 'log', key: ['id'], changed_at: 'changed_at', sequence: ['seq'], operation: deletes },
      ...{ nulls: 'unchanged', columns: [id, ...columns, ...dated] },
    }),
  wiped: () =>
    table('wiped', {
      ...{ shape: 'cdc', key: ['id'], changed_at: 'changed_at', sequence: ['seq'] },
      ...{ operation: { ...deletes, truncate: ['T'] }, columns: [id, ...columns, ...dated] },
    }),
  pairs: () =>
    table('pairs', {
      ...{ shape: 'delta', key: ['k1', 'k2'], changed_at: 'changed_at', sequence: ['seq'] },
      columns: [
        { name: 'k1', type: 'string' },
        { name: 'k2', type: 'string' },
        ...columns,
        ...dated.filter(({ name }) => name !== 'op'),
      ],
    }),
  // What is kept of a snapshot is mutated as well, so each has a table of its own.
  snapshot: (name) =>
    table(name, {
      ...{ shape: 'snapshot', key: ['id'], changed_at: 'changed_at' },
      columns: [id, ...columns, ...dated.filter(({ name: column }) => column === 'changed_at')],
    }),
};

function changes(name: string): object {
  return table(name, {
    ...{ shape: 'cdc', key: ['id'], changed_at: 'changed_at', sequence: ['seq'], operation: deletes },
    columns: [id, ...columns, ...dated],
  });
}

function periods(name: string): object {
  return table(name, {
    ...{ shape: 'cdc', key: ['id'], valid: { from: 'starts_at', to: 'ends_at' }, operation: deletes },
    columns: [
      ...[id, ...columns, { name: 'op', type: 'string' }],
      ...[
        { name: 'starts_at', type: 'timestamp' },
        { name: 'ends_at', type: 'timestamp' },
      ],
    ],
  });
}

const history: Partial<Record<DimensionKind, object>> = {
  flagged: { deletes: 'flag' },
  opened: { first_version: 'open_past' },
  inside: { overwrite: 'version' },
  lasting: { durable_key: true },
  parted: { split: 'current_and_history' },
  judged: { late: 'reject' },
};

/** What becomes of earlier values of the three attributes. */
const scds: Partial<Record<DimensionKind, readonly [number, number, number]>> = {
  resumed: [2, 1, 2],
  present: [1, 1, 0],
  mixed: [6, 3, 2],
  inside: [2, 1, 3],
};

/** The blueprints as one YAML file. */
export function mutantBlueprints({ dimensions, facts }: MutantSubjects): string {
  const kinds = Object.keys(dimensions) as DimensionKind[];
  const named = new Map<string, object>();
  for (const kind of kinds)
    for (const name of dimensions[kind]) {
      const made = tables[kind](name) as { table: string };
      named.set(made.table, made);
    }
  const sales = table('sales', {
    ...{ shape: 'log', key: ['sale_id'], changed_at: 'changed_at' },
    columns: [
      ...[{ name: 'sale_id', type: 'bigint' }, id, { name: 'amount', type: 'integer' }],
      ...[
        { name: 'sold_at', type: 'timestamp' },
        { name: 'changed_at', type: 'timestamp' },
      ],
    ],
  });
  const inferring = (['inferred', 'remembered'] as const).flatMap((kind) =>
    referring(kind, dimensions[kind]),
  );
  const documents = [
    { project: 'mutants', dialect: 'duckdb', description: 'Made up' },
    {
      source: 'told',
      schema: 'raw_told',
      description: 'Made up',
      tables: [
        ...named.values(),
        ...(facts.length === 0 ? [] : [sales]),
        ...(inferring.length === 0 ? [] : [visits]),
      ],
    },
    ...kinds.flatMap((kind) =>
      dimensions[kind].map((name) => ({
        dimension: name,
        description: 'Made up',
        from: `told.${(tables[kind](name) as { table: string }).table}`,
        natural_key: kind === 'pairs' ? ['k1', 'k2'] : ['id'],
        ...(history[kind] === undefined ? {} : { history: history[kind] }),
        ...(kind === 'mixed' ? { surrogate_key: 'integer' } : {}),
        ...(kind === 'profiled' ? profiled(name) : plain(kind)),
        ...(kind === 'referring' ? pointing(dimensions.wiped, 'current') : {}),
        ...(kind === 'following' ? pointing(dimensions.wiped, 'version') : {}),
      })),
    ),
    ...facts.map((name) => ({
      fact: name,
      type: 'transaction',
      description: 'Made up',
      from: 'told.sales',
      grain: { statement: 'One row per sale', key: ['sale_id'] },
      event_time: 'sold_at',
      dimensions: [dimensions.changes[0], ...dimensions.lasting.slice(0, 1)].map((dimension) => ({
        ...{ dimension, on: { id: 'id' } },
      })),
      measures: [{ name: 'amount', additivity: 'additive' }],
    })),
    ...inferring,
  ];
  return documents.map((document) => stringify(document)).join('---\n');
}

function plain(kind: DimensionKind): object {
  return {
    attributes: columns.map(({ name }, index) => ({ name, scd: (scds[kind] ?? [2, 1, 0])[index] })),
  };
}

/** A reference to the first of some dimensions, of the thing with the same number. */
function pointing([dimension]: readonly string[], follow: 'current' | 'version'): object {
  return { references: [{ dimension, role: 'other', follow }] };
}

/** The name of the mini-dimension of a dimension. */
export const profileOf = (name: string): string => `${name}_profile`;

function profiled(name: string): object {
  return {
    attributes: [{ name: 'a', scd: 2 }],
    mini_dimensions: [{ name: profileOf(name), attributes: ['b', 'c'], current_key: true }],
  };
}

const visits = table('visits', {
  ...{ shape: 'cdc', key: ['visit_id'], changed_at: 'changed_at', sequence: ['seq'], operation: deletes },
  columns: [
    ...[{ name: 'visit_id', type: 'bigint' }, id, { name: 'other_id', type: 'bigint' }],
    ...[{ name: 'seen_at', type: 'timestamp' }, ...dated],
  ],
});

/** The facts that bring members into dimensions: the first dimension has one of its own, which no other one spoils. */
function referring(kind: 'inferred' | 'remembered', [control, ...others]: readonly string[]): object[] {
  return [control === undefined ? [] : [control], others].flatMap((dimensions, index) =>
    dimensions.length === 0
      ? []
      : [
          {
            fact: index === 0 ? `control_of_${kind}` : `visits_of_${kind}`,
            type: 'factless',
            description: 'Made up',
            from: 'told.visits',
            grain: { statement: 'One row per visit', key: ['visit_id'] },
            event_time: 'seen_at',
            dimensions: dimensions.flatMap((dimension) => [
              { dimension, on: { id: 'id' }, missing: 'inferred' },
              { dimension, on: { other_id: 'id' }, role: `other_${dimension}`, missing: 'inferred' },
            ]),
            ...(kind === 'remembered' ? { load: { strategy: 'append' } } : {}),
          },
        ],
  );
}
