import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Workbench } from './dbt.js';
import { type DbtSession, openDbtSession } from './dbt-session.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';
import { generatedWorkbench } from './generated.js';

const shapes = ['snapshot', 'delta', 'log'] as const;
const about = 'Stated periods, some of which lack their start';

const table = (shape: string): string => `
  - table: prices_${shape}
    description: ${about}
    shape: ${shape}
    key: [sku]
    valid: {from: starts_on, to: ends_on}
    columns:
      - {name: sku, type: string}
      - {name: price, type: integer}
      - {name: starts_on, type: date}
      - {name: ends_on, type: date}`;

const dimension = (shape: string): string => `
---
dimension: price_${shape}
description: ${about}
from: shop.prices_${shape}
natural_key: [sku]
history: {invalid: quarantine}
attributes: [{name: price, scd: 2}]`;

const blueprints = `
project: periods
description: ${about}
dialect: duckdb
---
source: shop
schema: raw_shop
description: ${about}
tables:${shapes.map(table).join('')}${shapes.map(dimension).join('')}
`;

describe('periods without a start', () => {
  let workbench: Workbench;
  let dbt: DbtSession;

  beforeAll(async () => {
    workbench = await generatedWorkbench(blueprints, 'periods');
    dbt = openDbtSession(workbench);
    const rows = `select * from (values
      ('a', 1, date '2024-01-01', date '2024-02-01'), ('a', 2, null, date '2024-03-01'),
      (null, 3, date '2024-01-01', null), ('b', 5, date '2024-01-01', null)
    ) as stated(sku, price, starts_on, ends_on)`;
    await changeDuckDb(workbench.database, [
      'create schema raw_shop',
      ...shapes.map((shape) => `create table raw_shop.prices_${shape} as ${rows}`),
    ]);
  });

  afterAll(async () => {
    dbt.close();
    await workbench.remove();
  });

  it.each(['2024-04-01 00:00:00', '2024-05-01 00:00:00'])(
    'are set aside once, in a load at %s',
    async (at) => {
      const { exitCode, stdout } = await dbt.run(['run'], { load_at: at });
      expect(exitCode, stdout).toBe(0);
      for (const shape of shapes) {
        expect(
          await said(
            `select concat_ws(' ', coalesce(sku, 'null'), price, _reason, _loaded_at::date) as text
          from int_shop__prices_${shape}_quarantine`,
          ),
          shape,
        ).toEqual(['a 2 null valid.from 2024-04-01', 'null 3 null key 2024-04-01']);
        expect(
          await said(
            `select concat_ws(' ', sku, price, valid_from::date, coalesce(valid_to::date::varchar, 'null')) as text
          from dim_price_${shape} where sku is not null`,
          ),
          shape,
        ).toEqual(['a 1 2024-01-01 2024-02-01', 'b 5 2024-01-01 null']);
      }
    },
  );

  async function said(query: string): Promise<string[]> {
    const rows = await queryDuckDb(workbench.database, query);
    return rows.map((row) => row['text'] as string).sort();
  }
});
