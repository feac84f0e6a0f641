import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderYaml } from '../../generator/render/yaml.js';

const textOf = (text: string): string => renderYaml({ description: text });

describe('YAML for dbt', () => {
  test('sets things that have a body apart by blank lines', () => {
    const columns = [{ name: 'id', data_type: 'bigint' }, { name: 'label' }];
    expect(
      renderYaml({
        version: 2,
        models: [
          { name: 'a', columns },
          { name: 'b', columns: [{ name: 'id' }, { name: 'label' }] },
        ],
        vars: { x: 1 },
      }),
    ).toBe(`version: 2

models:
  - name: a
    columns:
      - name: id
        data_type: bigint

      - name: label

  - name: b
    columns:
      - name: id
      - name: label

vars:
  x: 1
`);
  });

  test('leaves out what is undefined', () => {
    expect(renderYaml({ models: [{ name: 'a', meta: undefined }, { name: 'b' }], vars: undefined })).toBe(
      'models:\n  - name: a\n  - name: b\n',
    );
  });

  test.each([
    ['two\nlines', 'description: |-\n  two\n  lines\n'],
    ['blanks  \nat an end', 'description: "blanks \\ \\nat an end"\n'],
    ['no', 'description: "no"\n'],
    ['2024-01-01', 'description: "2024-01-01"\n'],
    ['<<', 'description: "<<"\n'],
    ['=', 'description: "="\n'],
    // PyYAML takes no tab outside quotes where a token might begin.
    [':{a\tb', 'description: ":{a\\tb"\n'],
    ['bell\u0007\nbelow', 'description: "bell\\a\\nbelow"\n'],
  ])('%j', (text, yaml) => {
    expect(textOf(text)).toBe(yaml);
  });

  test('keeps every text that Jinja would not read', () => {
    const isLeftAlone = (text: string): boolean => !/[{}%#]|\r|\n$/.test(text);
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom('a', 'word ', ' ', '  ', '\n', '\t', ':', '-', "'", '"', '\\') }),
    );
    fc.assert(
      fc.property(texts.filter(isLeftAlone), (text) => {
        expect(parse(textOf(text), { version: '1.1' })).toEqual({ description: text });
        const nested = { models: [{ name: text, columns: [text, text] }, { name: 'b' }] };
        expect(parse(renderYaml(nested), { version: '1.1' })).toEqual(nested);
      }),
      { numRuns: 500 },
    );
  });
});
