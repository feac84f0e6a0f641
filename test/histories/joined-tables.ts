import { stringify } from 'yaml';
import { joinTimelines } from './joined-oracle.js';
import {
  type AttributeRules,
  type DimensionRules,
  isVersioned,
  type Load,
  type Row,
  timelineRows,
  timelines,
} from './oracle.js';
import { chance } from './random.js';
import { deliveries } from './stories.js';
import { columns, historyTables, type HistoryTable } from './tables.js';

/** Tables joined in time: each points to the next by two columns of its own. */
export interface JoinedTables {
  readonly name: string;
  /** Tables of `historyTables`: the one that brings the keys, and what is joined to it. */
  readonly shapes: readonly [string, ...string[]];
  /** `self`: the table is joined to itself. */
  readonly partner: 'next' | 'self';
  readonly filter?: { readonly sql: string; readonly stays: (row: Row) => boolean };
}

export const joinedTables: readonly JoinedTables[] = [
  { name: 'snapshots', shapes: ['snapshot_dated', 'snapshot_undated'], partner: 'next' },
  { name: 'captures', shapes: ['cdc_ordered', 'cdc_truncated'], partner: 'next' },
  { name: 'logs', shapes: ['log_ordered', 'log_plain'], partner: 'next' },
  { name: 'deltas', shapes: ['delta_dated', 'delta_filtered'], partner: 'next' },
  { name: 'arriving', shapes: ['log_arriving', 'snapshot_scoped'], partner: 'next' },
  { name: 'unsent', shapes: ['cdc_unsent', 'log_unsent'], partner: 'next' },
  { name: 'truncated', shapes: ['cdc_truncated', 'log_arriving'], partner: 'next' },
  { name: 'endless', shapes: ['log_plain', 'delta_undated'], partner: 'next' },
  { name: 'chained', shapes: ['snapshot_undated', 'delta_dated', 'cdc_unordered'], partner: 'next' },
  { name: 'chained_logs', shapes: ['delta_undated', 'log_ordered', 'snapshot_dated'], partner: 'next' },
  { name: 'selves', shapes: ['cdc_ordered'], partner: 'self' },
  { name: 'selves_of_log', shapes: ['log_arriving'], partner: 'self' },
  {
    name: 'filtered',
    shapes: ['snapshot_dated', 'cdc_unsent'],
    partner: 'next',
    filter: {
      sql: "partner_1.a is distinct from 'a' and coalesce(n, 0) <> 2",
      stays: (row) => row['partner_1_a'] !== 'a' && row['n'] !== 2,
    },
  },
];

const pointer = ['b', 'f'] as const;
const key = ['k1', 'k2'];
/** How many keys the joined tables have: enough that no load of a snapshot is empty, which a guard would stop. */
const partners = 24;

export const tableName = ({ name }: JoinedTables, index: number): string => `${name}_${index}`;

const sidesOf = ({ shapes, partner }: JoinedTables): number => (partner === 'self' ? 1 : shapes.length - 1);

function rulesOf({ shapes }: JoinedTables, index: number): HistoryTable {
  const found = historyTables.find(({ name }) => name === shapes[index]);
  if (found === undefined) throw new Error(`no table ${shapes[index] ?? ''}`);
  return found;
}

/** What each load finds in the tables of a join, by table. */
export function joinedLoads(
  joined: JoinedTables,
  loadTimes: readonly string[],
  keys: number,
  seed: number,
): Map<string, Load[]> {
  return new Map(
    joined.shapes.map((_, index) => {
      const { rules } = rulesOf(joined, index);
      const told = deliveries(rules, loadTimes, index === 0 ? keys : partners, chance(seed + index));
      return [
        tableName(joined, index),
        told.map((load) => ({ ...load, rows: load.rows.map((row) => pointing(row)) })),
      ] as const;
    }),
  );
}

/** The row with values that point to a key of a joined table, to none that there is, or to nothing. */
function pointing(row: Row): Row {
  const sum = Array.from(`${String(row['b'])}${String(row['f'])}`).reduce(
    (total, character) => total + (character.codePointAt(0) ?? 0),
    0,
  );
  const target = allKeys[sum % allKeys.length];
  return {
    ...row,
    b: row['b'] === null ? null : (target?.[0] ?? null),
    f: row['f'] === null ? null : (target?.[1] ?? null),
  };
}

/** The first keys that stories are told of, few so that many rows point to each, and one that no table has. */
const allKeys: readonly (readonly [string, string])[] = [
  ['0|x', 'y'],
  ['0', 'x|y'],
  ['0|', '|x|y'],
  ['0', ''],
  ['0 ', ''],
  ['0é', 'Y'],
  ['nobody', ''],
];

interface Kind {
  readonly suffix: string;
  readonly scds: Readonly<Record<string, AttributeRules['scd']>>;
  readonly rules?: Partial<Pick<DimensionRules, 'deletes' | 'firstVersion' | 'overwrite' | 'versions'>>;
  /** Columns that are in a mini-dimension. */
  readonly profile?: readonly string[];
}

const kinds: readonly Kind[] = [
  { suffix: 'versions', scds: { a: 2, partner_1_a: 2, partner_1_n: 1, n: 0 } },
  { suffix: 'partner', scds: { partner_1_a: 6, partner_1_n: 3, n: 1 }, rules: { overwrite: 'version' } },
  { suffix: 'opened', scds: { partner_1_n: 2, a: 3, partner_1_a: 0 }, rules: { firstVersion: 'open_past' } },
  { suffix: 'flagged', scds: { partner_1_a: 2, partner_1_n: 2, a: 1 }, rules: { deletes: 'flag' } },
  { suffix: 'present', scds: { a: 1, partner_1_a: 1, partner_1_n: 3 } },
  { suffix: 'existing', scds: { partner_1_a: 1 }, rules: { versions: 'existence' } },
  { suffix: 'profiled', scds: { n: 2 }, profile: ['partner_1_a', 'partner_1_n'] },
];

function hasDeletes(joined: JoinedTables): boolean {
  const { shape, operation, filter } = rulesOf(joined, 0).rules;
  return (
    shape === 'snapshot' || operation !== undefined || filter !== undefined || joined.filter !== undefined
  );
}

/** The dimensions over a join, as the harness of histories knows dimensions. */
export function joinedDimensions(joined: JoinedTables): HistoryTable {
  const further = sidesOf(joined) > 1 ? ({ partner_2_a: 2, partner_2_n: 1 } as const) : {};
  const own = rulesOf(joined, 0);
  return {
    name: joined.name,
    rules: own.rules,
    blueprint: {},
    dimensions: kinds
      .filter(({ rules }) => rules?.deletes !== 'flag' || hasDeletes(joined))
      .map(({ suffix, scds, rules = {}, profile: inProfile = [] }) => {
        const all = { ...scds, ...(suffix === 'versions' ? further : {}) };
        const attribute = (name: string, scd: AttributeRules['scd']): AttributeRules => ({
          name,
          scd,
          value: (state) => state[name] ?? null,
        });
        const attributes = [
          ...Object.entries(all).map(([name, scd]) => attribute(name, scd)),
          ...inProfile.map((name) => attribute(name, 1)),
        ];
        const usual = isVersioned({ attributes, ...rules }) ? 'close' : 'flag';
        const { deletes = hasDeletes(joined) ? usual : 'ignore', firstVersion, overwrite, versions } = rules;
        const history = {
          ...(rules.deletes === undefined ? {} : { deletes }),
          ...(firstVersion === undefined ? {} : { first_version: firstVersion }),
          ...(overwrite === undefined ? {} : { overwrite }),
          ...(versions === undefined ? {} : { versions }),
        };
        return {
          name: `${joined.name}_${suffix}`,
          rules: {
            naturalKey: key,
            attributes,
            deletes,
            firstVersion: firstVersion ?? 'at_event',
            ...(overwrite === undefined ? {} : { overwrite }),
            ...(versions === undefined ? {} : { versions }),
            hasDurableKey: false,
            currentRows: 'within' as const,
            profile: inProfile.map((name) => attribute(name, 2)),
          },
          blueprint: {
            ...(Object.keys(history).length > 0 ? { history } : {}),
            attributes: Object.entries(all).map(([name, scd]) => ({ name, scd })),
            ...(inProfile.length === 0
              ? {}
              : {
                  mini_dimensions: [
                    { name: `${joined.name}_${suffix}_profile`, attributes: inProfile, current_key: true },
                  ],
                }),
          },
        };
      }),
  };
}

/** What a dimension over a join must say after these loads. */
export function joinedRows(
  joined: JoinedTables,
  dimension: DimensionRules,
  loads: ReadonlyMap<string, readonly Load[]>,
): Row[] {
  const told = joined.shapes.map((_, index) => {
    const { rules } = rulesOf(joined, index);
    const { deletes } = index === 0 ? dimension : { deletes: 'close' as const };
    return timelines(rules, { naturalKey: key, deletes }, loads.get(tableName(joined, index)) ?? []);
  });
  const sides = Array.from({ length: sidesOf(joined) }, (_, index) => ({
    prefix: `partner_${index + 1}_`,
    timelines: told[joined.partner === 'self' ? 0 : index + 1] ?? [],
    key,
    on: pointer.map((name) => (index === 0 ? name : `partner_${index}_${name}`)),
  }));
  return joinTimelines(told[0] ?? [], sides, joined.filter?.stays).flatMap((timeline) =>
    timelineRows(timeline, dimension),
  );
}

/**
 * The joins and their dimensions as the YAML that a user would write.
 *
 * @param dimensions those of each join, in the order of the joins
 */
export function joinedBlueprints(all: readonly JoinedTables[], dimensions: readonly HistoryTable[]): string {
  const documents = [
    { project: 'joined', dialect: 'duckdb', description: 'Random histories, joined' },
    {
      source: 'told',
      schema: 'raw_told',
      description: 'Tables of every shape',
      tables: all.flatMap((joined) =>
        joined.shapes.map((_, index) => ({
          table: tableName(joined, index),
          description: 'Random histories',
          key,
          ...rulesOf(joined, index).blueprint,
          columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
        })),
      ),
    },
    ...all.map((joined) => {
      const sides = Array.from({ length: sidesOf(joined) }, (_, index) => index + 1);
      return {
        intermediate: `${joined.name}_joined`,
        description: 'Rows with what they pointed to at each instant',
        from: `told.${tableName(joined, 0)}`,
        key,
        joins: sides.map((side) => ({
          with: `told.${tableName(joined, joined.partner === 'self' ? 0 : side)}`,
          as: `partner_${side}`,
          on: Object.fromEntries(
            pointer.map((name, index) => [side === 1 ? name : `partner_${side - 1}.${name}`, key[index]]),
          ),
          join: 'temporal',
        })),
        columns: [
          '*',
          ...sides.flatMap((side) =>
            ['a', 'n'].map((name) => ({ name: `partner_${side}_${name}`, from: `partner_${side}.${name}` })),
          ),
        ],
        ...(joined.filter === undefined ? {} : { filter: joined.filter.sql }),
      };
    }),
    ...all.flatMap((joined, place) =>
      (dimensions[place]?.dimensions ?? []).map((dimension) => ({
        dimension: dimension.name,
        description: 'A thing with a history',
        from: `${joined.name}_joined`,
        natural_key: key,
        ...dimension.blueprint,
      })),
    ),
  ];
  return documents.map((document) => stringify(document)).join('---\n');
}
