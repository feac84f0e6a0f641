import { expect, test } from 'vitest';
import { dialects } from '../../../dialects/index.js';
import type { LogicalType } from '../../../dialects/logical-type.js';
import {
  answerMark,
  answersIn,
  columnItem,
  hasKey,
  inquiryTemplate,
} from '../../../generator/prove/inquiry.js';
import type { PlanContext } from '../../../generator/plan/context.js';

const types: readonly LogicalType[] = [
  { kind: 'string' },
  { kind: 'bigint' },
  { kind: 'decimal', precision: 6, scale: 2 },
  { kind: 'boolean' },
  { kind: 'date' },
  { kind: 'timestamp' },
  { kind: 'binary' },
];
const columns = types.map((type) => ({ name: `a_${type.kind}`, type }));
const key = {
  a_string: `'; drop table t; --\\ {{ x }}`,
  ...{ a_bigint: '-1', a_decimal: '1.50', a_boolean: 'true', a_date: '2024-01-01' },
  ...{ a_timestamp: '2024-01-01 00:00:00.000000', a_binary: 'ca' },
};

test.each(Object.values(dialects))('a key is asked for in the literals of $name', (dialect) => {
  const context: PlanContext = { dialect, project: { name: 'shop' } as PlanContext['project'] };
  expect(hasKey(key, columns, context).split(/ and (?=a_|\S+\()/)).toMatchSnapshot();
  const items = [columnItem('name', { kind: 'text' }), columnItem('rate', { kind: 'float' })];
  expect(inquiryTemplate([{ model: 'dim_a', items, where: 'id = 1' }], context)).toMatchSnapshot();
});

test('texts that look like something else come back as they are, beside other lines', () => {
  const inquiries = [
    { model: 'a', items: [columnItem('x', { kind: 'text' }), columnItem('y', { kind: 'text' })], where: '' },
    { model: 'b', items: [], where: '' },
  ];
  const printed = `hint\n${answerMark}[true, [["=", null], ["=null", "=\\n42"]]]\n${answerMark}[false, []]\nselect 1\n`;
  expect(answersIn(printed, inquiries)).toEqual([
    {
      kind: 'rows',
      rows: [
        { x: '', y: null },
        { x: 'null', y: '\n42' },
      ],
    },
    { kind: 'absent', model: 'b' },
  ]);
  expect(() => answersIn('', inquiries)).toThrow('dbt gave 0 of 2 answers');
});
