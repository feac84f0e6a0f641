/**
 * The blueprints that execute every case: one intermediate and one dimension per group of cases, one column per case;
 * two dimensions per type of natural key. Needs dist.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dialectNames } from '../../../../dist/dialects/index.js';
import { inferType } from '../../../../dist/generator/sql/infer-type.js';
import { logicalTypeText, parseLogicalType } from '../../../../dist/generator/sql/logical-type.js';
import { loadExpressionParser, parseExpression } from '../../../../dist/generator/sql/parse-expression.js';
import { columns, groups, rows, rowTypes, scalars, untyped, windows } from './cases.mjs';
import { keys, start } from './keys.mjs';

const schema = 'lab_raw';
const nothing = '\\N';

/** Writes the raw tables and the plan into `folder`; answers the plan's path. */
export async function plan(folder) {
  mkdirSync(folder, { recursive: true });
  const seeds = tables().map(({ table, types, records }) => {
    const names = Object.keys(types);
    const lines = [names, ...records.map((record) => names.map((name) => record[name]))];
    writeFileSync(
      path.join(folder, `${table}.csv`),
      lines.map((line) => `${line.map(cell).join(',')}\n`).join(''),
    );
    const listed = names.map((name) => ({ name, type: types[name] }));
    return { schema, table, csv: `${table}.csv`, columns: listed, null: nothing };
  });
  const file = path.join(folder, 'plan.json');
  const dump = models().map(({ name }) => `dim_${name}`);
  const load = { seeds, load_at: '2024-06-01 06:00:00', command: ['run'] };
  writeFileSync(file, `${JSON.stringify({ loads: [load], dump }, null, 2)}\n`);
  return file;
}

/** Writes the blueprints; answers their folder. `format` is for Spark. */
export async function blueprints({
  folder = mkdtempSync(path.join(tmpdir(), 'dbtgen-functions-')),
  format,
} = {}) {
  await loadExpressionParser();
  mkdirSync(folder, { recursive: true });
  const write = (name, blueprint) =>
    // JSON is YAML
    writeFileSync(path.join(folder, `${name}.yml`), `${JSON.stringify(blueprint, null, 2)}\n`);
  write('project', {
    project: 'functions',
    dialect: dialectNames,
    description: 'Every case of the expression language',
  });
  write('source', source());
  const physical = format === undefined ? {} : { physical: { format } };
  for (const { name, intermediate, dimension } of models()) {
    if (intermediate) write(`int_${name}`, intermediate);
    write(`dim_${name}`, { dimension: name, ...dimension, members: [], ...physical });
  }
  return folder;
}

/** The name of the column of a case, by its place in its group. */
export const caseColumn = (index) => `v_${String(index + 1).padStart(3, '0')}`;

/** The dimensions: of each group of cases, and of each type of key. */
export function models() {
  const computed = (name, from, key, cases, types, scope, rest = {}) => {
    const listed = cases.map(([expression], index) => computedColumn(expression, index, types, scope));
    return {
      name,
      intermediate: {
        intermediate: name,
        description: name,
        from,
        key: [key],
        columns: [key, ...listed],
        ...rest,
      },
      dimension: {
        description: name,
        from: name,
        natural_key: [key],
        attributes: listed.map((column) => ({ name: column.name, scd: 1 })),
      },
    };
  };
  return [
    ...Object.entries(scalars).map(([name, cases]) =>
      computed(`scalar_${name}`, 'lab.one', 'id', cases, scalarTypes(), 'row'),
    ),
    computed('windows', 'lab.many', 'id', windows, logical(rowTypes), 'window'),
    computed('aggregates', 'lab.many', 'grp', groups, logical(rowTypes), 'aggregate', { group_by: ['grp'] }),
    {
      name: 'untyped',
      dimension: {
        description: 'untyped',
        from: 'lab.untyped',
        natural_key: ['id'],
        attributes: untyped.map((_, index) => ({ name: caseColumn(index), scd: 1 })),
      },
    },
    ...Object.keys(keys).flatMap((type) => [
      {
        name: keyModel(type, 'current'),
        dimension: {
          description: `Keys of ${type}`,
          from: `lab.${keyTable(type)}`,
          natural_key: ['k'],
          attributes: [{ name: 'n', scd: 1 }],
        },
      },
      {
        name: keyModel(type, 'versions'),
        dimension: {
          description: `Version keys of ${type}`,
          from: `lab.${keyTable(type)}`,
          natural_key: ['k', 'p'],
          attributes: [{ name: 'n', scd: 2 }],
        },
      },
    ]),
  ];
}

const keyTable = (type) => `key_${type.replaceAll(/\W+/g, '_').replace(/_$/, '')}`;
export const keyModel = (type, kind) => `${keyTable(type)}_${kind}`;
/** A text with every sign that could break the encoding, beside the key in a composite key. */
export const partner = 'a|b|;\' "🍎';

const logical = (types) =>
  Object.fromEntries(Object.entries(types).map(([name, type]) => [name, parseLogicalType(type)]));
export const scalarTypes = () =>
  logical(Object.fromEntries(Object.entries(columns).map(([name, { type }]) => [name, type])));

/** The type of what a case gives; text where only nulls are known. */
export function caseType(expression, types, scope) {
  const parsed = parseExpression(expression, scope);
  if (parsed.kind === 'problems') throw new Error(`${expression}: ${parsed.problems[0].message}`);
  const { type, problems } = inferType(parsed.expression, ({ name }) => types[name]);
  if (problems.length > 0) throw new Error(`${expression}: ${problems[0].message}`);
  return type ?? { kind: 'string' };
}

function computedColumn(expression, index, types, scope) {
  const type = logicalTypeText(caseType(expression, types, scope)).replace(/^text$/, 'string');
  return { name: caseColumn(index), type, expression };
}

function tables() {
  const seen = { seen_at: 'timestamp' };
  const stamped = (record) => ({ ...record, seen_at: start });
  const one = Object.fromEntries(Object.entries(columns).map(([name, { value }]) => [name, value]));
  const oneTypes = Object.fromEntries(Object.entries(columns).map(([name, { type }]) => [name, type]));
  return [
    { table: 'one', types: { id: 'integer', ...oneTypes, ...seen }, records: [stamped({ id: '1', ...one })] },
    { table: 'many', types: { ...rowTypes, ...seen }, records: rows.map(stamped) },
    ...Object.entries(keys).map(([type, values]) => ({
      table: keyTable(type),
      types: { k: type, p: 'string', n: 'integer', ...seen },
      records: values.map((value, n) =>
        stamped({ k: Array.isArray(value) ? value[0] : value, p: partner, n: String(n) }),
      ),
    })),
  ];
}

function source() {
  const table = (name, key, types, rest = {}) => ({
    table: name,
    description: name,
    shape: 'log',
    key,
    changed_at: 'seen_at',
    columns: Object.entries(types).map(([column, type]) => ({ name: column, type })),
    ...rest,
  });
  const [one, many, ...keyTables] = tables();
  return {
    source: 'lab',
    schema,
    description: 'Values that hurt',
    tables: [
      table(one.table, ['id'], one.types),
      table(many.table, ['id'], many.types),
      {
        ...table('untyped', ['id'], { id: 'integer' }, { identifier: one.table }),
        columns: [
          { name: 'id', type: 'integer' },
          { name: 'seen_at', type: 'timestamp' },
          ...untyped.map(([expression, , type], index) => ({ name: caseColumn(index), type, expression })),
        ],
      },
      ...keyTables.map(({ table: name, types }) => table(name, ['k', 'p'], types)),
    ],
  };
}

function cell(value) {
  return value === null ? nothing : `"${value.replaceAll('"', '""')}"`;
}
