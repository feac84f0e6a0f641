import { describe, expect, it } from 'vitest';
import { jinjaSafe, jinjaText, jinjaValue } from '../../generator/sql/jinja.js';

describe('text for a Jinja-rendered file', () => {
  it.each([
    ['plain', 'plain'],
    ['a {{ b }} c', "a {{ '{{' }} b {{ '}}' }} c"],
    ['{% raw %}', "{{ '{%' }} raw {{ '%}' }}"],
    ['{{{%', "{{ '{{{%' }}"],
    ['{# x #}', "{{ '{#' }} x {{ '#}' }}"],
    ['{"a": {"b": 1} }', '{"a": {"b": 1} }'],
    ['50% {of} #1', '50% {of} #1'],
    ['a\r\nb', "a{{ '\\r' }}\nb"],
    ['a\n', "a{{ '\\n' }}"],
  ])('%j', (text, safe) => expect(jinjaSafe(text)).toBe(safe));

  it('a whole value is one expression', () => {
    expect(jinjaValue('plain')).toBe('plain');
    expect(jinjaValue("it's {{ x }} \\ \n")).toBe('{{ "it\'s {{ x }} \\\\ \\n" }}');
    expect(jinjaValue(`it's "{{ x }}"`)).toBe(`{{ 'it\\'s "{{ x }}"' }}`);
    expect(jinjaText("a'b")).toBe('"a\'b"');
  });
});
