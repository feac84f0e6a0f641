import { describe } from 'vitest';
import { modelsOf } from './models.js';
import { sqlFiles } from './sql-code.js';
import { trap } from './trap.js';

/** Which of several rows is the one: the same on every warehouse, and in every run. */

/** Never null: dbtgen makes them itself. */
const neverNull = ['_event_at', '_is_deleted', '_loaded_at', '_position', 'valid_from'];

interface Ranking {
  readonly partition: readonly string[];
  readonly order: readonly string[];
  /** The columns of the select that the number stands in, by their names there. */
  readonly selected: readonly string[];
}

/** The rankings of a model by which one row of several is taken. */
function rankings(code: string): Ranking[] {
  return [...code.matchAll(/\brow_number\(\) over \(((?:[^()]|\([^()]*\))*)\) as _recency\b/g)].map(
    (match) => {
      const { partition, order } = windowOf(match[1]!);
      const before = code.slice(0, match.index);
      const select = before.split(/\n +select\n/).at(-1) ?? '';
      return {
        partition,
        order: order.map(columnOf),
        selected: items(select)
          .filter((item) => !isSameInAll(partition, item))
          .map((item) => item.replace(/^.* as /s, '').replace(/^\w+\./, '')),
      };
    },
  );
}

/** What a window without an order says of all rows of a partition is the same whichever of them is taken. */
function isSameInAll(partition: readonly string[], item: string): boolean {
  const [, window] = /\) over \(([^()]*)\) as \w+$/.exec(item) ?? [];
  if (window === undefined) return false;
  const own = windowOf(window);
  return own.order.length === 0 && own.partition.join() === partition.join();
}

function windowOf(text: string): { readonly partition: string[]; readonly order: string[] } {
  const [, partition = '', order = ''] = /partition by ([^]*?)(?:\s+order by\s+([^]*))?$/.exec(text) ?? [];
  return { partition: items(partition), order: items(order) };
}

/** The items of a list; a comma in brackets separates none. */
function items(list: string): string[] {
  const pieces = [''];
  let depth = 0;
  for (const character of list) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) pieces.push('');
    else pieces.push(`${pieces.pop()!}${character}`);
  }
  return pieces.map((item) => item.trim()).filter((item) => /^[\w*]/.test(item));
}

/** The column that an item of an order is about; of a json its text is ordered. */
function columnOf(item: string): string {
  const value = item.replace(/ (asc|desc)\b.*| nulls .*/g, '');
  return /^\w+\((\w+)(?: as \w+)?\)$/.exec(value)?.[1] ?? value;
}

const model = (select: string) => ({
  files: { 'models/marts/m.sql': `with\n\nranked as (\n${select}\n)\n\nselect 1\n` },
});

describe('of several rows', () => {
  trap(
    'the order puts nulls last in words',
    (tree) =>
      sqlFiles(tree).flatMap(({ path, code, hooks }) =>
        [...`${code}\n${hooks}`.matchAll(/([\w.]+|\))\s+desc\b(?!\s+nulls\s+last)/gi)]
          .map(([, column = '']) => column.replace(/^\w+\./, ''))
          .filter((column) => !neverNull.includes(column))
          .map((column) => `${path}: ${column} desc`),
      ),
    [
      model(
        '    select\n        row_number() over (partition by a order by updated_at desc) as _recency\n    from t',
      ),
      model(
        '    select\n        row_number() over (partition by a order by coalesce(b, c) desc, d) as _recency\n    from t',
      ),
    ],
  );
  trap(
    'the order goes on to every column that is read',
    (tree) =>
      modelsOf(tree).flatMap(({ path, code }) =>
        rankings(code).flatMap(({ partition, order, selected }) => {
          // One row per key and instant is what goes before, also as the start of a version; whatever else was given an
          // order has it in `_position`.
          if (order.length === 1 && ['_event_at', '_position', 'valid_from'].includes(order[0]!)) return [];
          return selected
            .filter((column) => column !== '*' && ![...partition, ...order].includes(column))
            .map((column) => `${path}: ${column} decides nothing`);
        }),
      ),
    [
      model(
        '    select\n        a,\n        b,\n        t.c,\n        row_number() over (\n            partition by a\n            order by b desc nulls last\n        ) as _recency\n    from t',
      ),
      model(
        '    select\n        a,\n        b,\n        min(c) over (partition by a, b) as least_c,\n        row_number() over (\n            partition by a\n            order by b desc nulls last\n        ) as _recency\n    from t',
      ),
    ],
  );
});
