import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { dialects } from '../../../dialects/index.js';
import { resolveProject } from '../../../generator/pipeline.js';
import type { Laboratory } from '../../../generator/prove/laboratory.js';
import { plainValue } from '../../../generator/prove/plain-value.js';
import { prepare } from '../../../generator/prove/prepare.js';
import {
  landingOf,
  landMacro,
  printedInquiries,
  type WarehouseBench,
  warehouseMacros,
} from '../../../generator/prove/warehouse-hooks.js';

const blueprints = fileURLToPath(new URL('../../engines/prove', import.meta.url));
const row = {
  ...{ k1: `x|;y '\\ {{ a }}\n%`, k2: '-1', a: '', i: null, d: '0.1000', f: '5e-324', b: 'true' },
  ...{ da: '0001-01-01', ts: '2024-01-01 00:00:00.000000', tz: '2024-01-01 00:00:00.000001' },
  ...{ t: '23:59:59.999999', j: '{"a": 1}', u: '00000000-0000-0000-0000-000000000001', op: 'I', seq: '1' },
  changed_at: '2024-01-01 00:00:00.000000',
};

async function benchOf(dialect: (typeof dialects)[keyof typeof dialects]): Promise<WarehouseBench> {
  const { project } = await resolveProject(blueprints, { dialect: dialect.name });
  const laboratory = {
    ...{ dialect, unwritable: new Set(['binary']) },
    places: { schemaOf: () => 'scratch', nameOf: (_: string, table: string) => `raw_${table}` },
  } as unknown as Laboratory;
  const { bench } = prepare(project!, { keys: 1, loads: 1, laboratory, progress: () => undefined });
  return { ...bench, context: { project: bench.project, dialect }, schema: 'scratch' };
}

test.each(Object.values(dialects))('rows go to $name as literals, and come out printed', async (dialect) => {
  const bench = await benchOf(dialect);
  const rows = new Map([[landingOf('told.changes', bench), [row]]]);
  expect(landMacro(bench, rows, 'bare').text).toMatchSnapshot();
  const read = warehouseMacros(bench).find(({ path }) => path === 'macros/prove_read.sql')?.text ?? '';
  expect(read.slice(read.indexOf('states_thing'))).toMatchSnapshot();
  expect(read.split("print('dbtgen answers '")).toHaveLength(printedInquiries(bench).length + 1);
});

test('many rows are several statements, and a laid ground is emptied first', async () => {
  const bench = await benchOf(dialects.postgres);
  const many = Array.from({ length: 1001 }, () => row);
  const { text } = landMacro(bench, new Map([[landingOf('told.changes', bench), many]]), 'laid');
  expect(text.match(/insert into/g)).toHaveLength(3);
  expect(text.match(/truncate_relation/g)).toHaveLength(2);
  expect(text).not.toContain('create table');
  const wide = many.slice(0, 2).map((each) => ({ ...each, a: 'a'.repeat(150_000) }));
  const landed = landMacro(bench, new Map([[landingOf('told.changes', bench), wide]]), 'laid');
  expect(landed.text.match(/insert into/g)).toHaveLength(2);
});

test('values are the same texts, whatever a warehouse prints', () => {
  expect(plainValue('ff00', { kind: 'binary' })).toBe('FF00');
  expect(plainValue('{"a":[1,null,{}],"b":"x, y"}', { kind: 'json' })).toBe(
    '{"a": [1, null, {}], "b": "x, y"}',
  );
  expect(plainValue(' {"a": 1}', { kind: 'string' })).toBe(' {"a": 1}');
  expect(plainValue(null, { kind: 'json' })).toBeNull();
});
