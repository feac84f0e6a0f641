import {
  type AttributeRules,
  type DimensionRules,
  isVersioned,
  type Row,
  type TableRules,
} from './oracle.js';

/** A source table and the dimensions over it, both as rules for the oracle and as blueprints for dbtgen. */
export interface HistoryTable {
  readonly name: string;
  readonly rules: TableRules;
  /** What the blueprint says beside its name, key and columns. */
  readonly blueprint: Readonly<Record<string, unknown>>;
  readonly dimensions: readonly HistoryDimension[];
}

export interface HistoryDimension {
  readonly name: string;
  readonly rules: Pick<
    DimensionRules,
    'naturalKey' | 'attributes' | 'deletes' | 'firstVersion' | 'overwrite' | 'versions' | 'late'
  > & {
    readonly hasDurableKey: boolean;
    /** `apart`: the current rows are a table of their own beside the history. */
    readonly currentRows: 'within' | 'apart';
    /** Attributes that the dimension shows by the key of a combination: as overwritten ones. */
    readonly profile: readonly AttributeRules[];
  };
  readonly blueprint: Readonly<Record<string, unknown>>;
}

/** Every source table has these columns; what a shape has no use for stays null. */
export const columns = {
  k1: 'string',
  k2: 'string',
  a: 'string',
  b: 'string',
  n: 'integer',
  f: 'string',
  region: 'string',
  status: 'string',
  op: 'string',
  seq: 'bigint',
  changed_at: 'timestamp',
  arrived_at: 'timestamp',
} as const;

const key = ['k1', 'k2'];
const payload = ['a', 'b', 'n', 'f', 'region'];
const attribute = (name: string, scd: AttributeRules['scd']): AttributeRules => ({
  name,
  scd,
  value: (state: Row) => state[name] ?? null,
});

interface Kind {
  readonly suffix: string;
  readonly attributes: readonly AttributeRules[];
  readonly deletes?: 'close' | 'flag' | 'ignore';
  readonly firstVersion?: 'open_past';
  readonly overwrite?: 'current' | 'version';
  readonly versions?: 'existence';
  readonly durableKey?: true;
  readonly split?: true;
  /** Attributes that are in a mini-dimension. */
  readonly profile?: readonly string[];
  readonly integerKeys?: true;
  readonly expressions?: Readonly<Record<string, string>>;
}

const versions: Kind = {
  suffix: 'versions',
  attributes: [attribute('a', 2), attribute('b', 2), attribute('n', 1), attribute('f', 0)],
};
// What most dimensions are: a load goes on with their histories where these change.
const usual: Kind = {
  suffix: 'usual',
  attributes: [attribute('a', 2), attribute('b', 2), attribute('n', 1), attribute('f', 1)],
  durableKey: true,
};
const tracked: Kind = { suffix: 'tracked', attributes: [attribute('a', 2), attribute('n', 2)] };
const opened: Kind = {
  suffix: 'opened',
  attributes: [{ name: 'a_known', scd: 2, value: (state) => state['a'] ?? 'none' }, attribute('b', 1)],
  expressions: { a_known: "coalesce(a, 'none')" },
  firstVersion: 'open_past',
};
const flagged: Kind = {
  suffix: 'flagged',
  attributes: [attribute('a', 2), attribute('b', 1), attribute('f', 0)],
  deletes: 'flag',
};
const ignored: Kind = {
  suffix: 'ignored',
  attributes: [attribute('a', 2), attribute('n', 2)],
  deletes: 'ignore',
};
const present: Kind = {
  suffix: 'present',
  attributes: [attribute('a', 1), attribute('n', 1), attribute('f', 0)],
  deletes: 'close',
};
const remembered: Kind = {
  suffix: 'remembered',
  attributes: [attribute('a', 1), attribute('b', 0)],
  deletes: 'flag',
};
const lasting: Kind = {
  suffix: 'lasting',
  attributes: [attribute('b', 1), attribute('f', 0)],
  deletes: 'ignore',
};

const hybrid: Kind = {
  suffix: 'hybrid',
  attributes: [
    attribute('a', 6),
    attribute('b', 3),
    attribute('n', 3),
    attribute('f', 1),
    { name: 'first_a', scd: 0, value: (state) => state['a'] ?? null },
  ],
  overwrite: 'version',
  durableKey: true,
  split: true,
  expressions: { first_a: 'a' },
};
const hybridFlagged: Kind = {
  suffix: 'hybrid_flagged',
  attributes: [attribute('a', 2), attribute('b', 6), attribute('n', 1), attribute('f', 3)],
  deletes: 'flag',
  overwrite: 'current',
  durableKey: true,
  split: true,
  integerKeys: true,
};
const former: Kind = {
  suffix: 'former',
  integerKeys: true,
  attributes: [attribute('a', 3), attribute('n', 3), attribute('b', 1)],
};
const existing: Kind = {
  suffix: 'existing',
  attributes: [attribute('a', 1), attribute('b', 3)],
  versions: 'existence',
  overwrite: 'version',
};
const existingFlagged: Kind = {
  suffix: 'existing_flagged',
  attributes: [attribute('a', 1), attribute('f', 0)],
  deletes: 'flag',
  versions: 'existence',
};

const profiled: Kind = {
  suffix: 'profiled',
  attributes: [attribute('a', 2), attribute('n', 1)],
  profile: ['b', 'f'],
};
const profiledFlagged: Kind = {
  suffix: 'profiled_flagged',
  attributes: [attribute('b', 2)],
  profile: ['n', 'a'],
  deletes: 'flag',
  split: true,
  integerKeys: true,
};

function dimension(table: string, kind: Kind, hasDeletes: boolean): HistoryDimension {
  const { profile = [] } = kind;
  const usual = isVersioned(kind) ? 'close' : 'flag';
  const deletes = kind.deletes ?? (hasDeletes ? usual : 'ignore');
  const history = {
    ...(kind.deletes === undefined ? {} : { deletes }),
    ...(kind.firstVersion === undefined ? {} : { first_version: kind.firstVersion }),
    ...(kind.overwrite === undefined ? {} : { overwrite: kind.overwrite }),
    ...(kind.versions === undefined ? {} : { versions: kind.versions }),
    ...(kind.durableKey === undefined ? {} : { durable_key: true }),
    ...(kind.split === undefined ? {} : { split: 'current_and_history' }),
  };
  return {
    name: `${table}_${kind.suffix}`,
    rules: {
      naturalKey: key,
      attributes: [...kind.attributes, ...profile.map((name) => attribute(name, 1))],
      deletes,
      firstVersion: kind.firstVersion ?? 'at_event',
      hasDurableKey: kind.durableKey === true,
      currentRows: kind.split === undefined ? 'within' : 'apart',
      profile: profile.map((name) => attribute(name, 2)),
      ...(kind.overwrite === undefined ? {} : { overwrite: kind.overwrite }),
      ...(kind.versions === undefined ? {} : { versions: kind.versions }),
    },
    blueprint: {
      ...(kind.integerKeys === undefined ? {} : { surrogate_key: 'integer' }),
      ...(Object.keys(history).length > 0 ? { history } : {}),
      attributes: kind.attributes.map(({ name, scd }) => {
        const expression = kind.expressions?.[name];
        return expression === undefined ? { name, scd } : { name, scd, type: 'string', expression };
      }),
      ...(profile.length === 0
        ? {}
        : {
            mini_dimensions: [
              { name: `${table}_${kind.suffix}_profile`, attributes: profile, current_key: true },
            ],
          }),
      members: kind === ignored ? [] : ['unknown'],
    },
  };
}

function table(
  name: string,
  rules: Omit<TableRules, 'key' | 'payload'>,
  kinds: readonly Kind[],
): HistoryTable {
  const { shape, changedAt, loadedAt, sequence, operation, filter, nullsAreUnsent, scope } = rules;
  const hasDeletes = shape === 'snapshot' || operation !== undefined || filter !== undefined;
  return {
    name,
    rules: { ...rules, key, payload },
    blueprint: {
      shape,
      ...(changedAt === undefined ? {} : { changed_at: changedAt }),
      ...(loadedAt === undefined ? {} : { loaded_at: loadedAt }),
      ...(sequence === undefined ? {} : { sequence }),
      ...(operation === undefined ? {} : { operation }),
      ...(filter === undefined ? {} : { filter: "status <> 'test'" }),
      ...(nullsAreUnsent === undefined ? {} : { nulls: 'unchanged' }),
      ...(scope === undefined ? {} : { absence: { scope } }),
    },
    dimensions: kinds.map((kind) => dimension(name, kind, hasDeletes)),
  };
}

const isReal = (row: Row): boolean => row['status'] !== null && row['status'] !== 'test';
const deletes = { column: 'op', delete: ['D', 'X'] };

export const historyTables: readonly HistoryTable[] = [
  table('snapshot_dated', { shape: 'snapshot', changedAt: 'changed_at' }, [
    usual,
    tracked,
    versions,
    opened,
    flagged,
    ignored,
    remembered,
    present,
    hybrid,
    hybridFlagged,
    former,
    existing,
    profiled,
    profiledFlagged,
  ]),
  table('snapshot_undated', { shape: 'snapshot', filter: isReal }, [
    usual,
    tracked,
    versions,
    flagged,
    lasting,
    existingFlagged,
  ]),
  table('snapshot_scoped', { shape: 'snapshot', changedAt: 'changed_at', scope: ['region'] }, [
    usual,
    tracked,
    versions,
    remembered,
  ]),
  table('log_plain', { shape: 'log', changedAt: 'changed_at' }, [
    versions,
    opened,
    lasting,
    former,
    existing,
    profiled,
  ]),
  table(
    'log_ordered',
    { shape: 'log', changedAt: 'changed_at', sequence: ['seq'], operation: deletes, filter: isReal },
    [versions, opened, flagged, ignored, present, remembered, hybrid, former, existing, profiled],
  ),
  table(
    'log_arriving',
    {
      shape: 'log',
      changedAt: 'changed_at',
      loadedAt: 'arrived_at',
      operation: { ...deletes, truncate: ['T'] },
    },
    [versions, flagged, present],
  ),
  table(
    'log_unsent',
    { shape: 'log', changedAt: 'changed_at', sequence: ['seq'], operation: deletes, nullsAreUnsent: true },
    [versions, remembered, profiled],
  ),
  table('delta_dated', { shape: 'delta', changedAt: 'changed_at' }, [
    usual,
    tracked,
    versions,
    opened,
    lasting,
    hybrid,
    former,
    profiled,
  ]),
  table('delta_undated', { shape: 'delta', sequence: ['seq'] }, [usual, tracked, versions, lasting, hybrid]),
  table('delta_filtered', { shape: 'delta', changedAt: 'changed_at', sequence: ['seq'], filter: isReal }, [
    usual,
    tracked,
    versions,
    remembered,
  ]),
  table('cdc_ordered', { shape: 'cdc', changedAt: 'changed_at', sequence: ['seq'], operation: deletes }, [
    usual,
    tracked,
    versions,
    opened,
    flagged,
    ignored,
    present,
    hybrid,
    hybridFlagged,
    former,
    existing,
    existingFlagged,
    profiledFlagged,
  ]),
  table('cdc_unordered', { shape: 'cdc', changedAt: 'changed_at', operation: deletes }, [
    usual,
    tracked,
    versions,
    remembered,
  ]),
  table(
    'cdc_truncated',
    { shape: 'cdc', changedAt: 'changed_at', sequence: ['seq'], operation: { ...deletes, truncate: ['T'] } },
    [versions, flagged, present, hybridFlagged, existing, profiled],
  ),
  table(
    'cdc_unsent',
    { shape: 'cdc', changedAt: 'changed_at', sequence: ['seq'], operation: deletes, nullsAreUnsent: true },
    [versions, flagged, lasting, hybridFlagged, former, profiled],
  ),
];
