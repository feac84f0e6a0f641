import { expect, test } from 'vitest';
import { blueprintJsonSchema } from '../../generator/parse/json-schema.js';
import { blueprintKinds } from '../../generator/parse/schema/index.js';

interface Schema {
  readonly title?: string;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: boolean | Schema;
}

test('one alternative per kind, told apart by its first key', () => {
  const kinds = (blueprintJsonSchema() as { anyOf: Schema[] }).anyOf;
  expect(kinds.map(({ title }) => title)).toEqual(blueprintKinds);
  for (const { title, required, properties } of kinds) {
    expect(required).toContain(title);
    expect(Object.keys(properties!)[0]).toBe(title);
  }
});

test('every key has a description, and every object knows its keys', () => {
  const check = (schema: Schema, path: string): void => {
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      expect(property.description, `${path}.${key}`).toBeTruthy();
      check(property, `${path}.${key}`);
    }
    if (schema.properties && !/^\.(metric|exposure)/.test(path))
      expect(schema.additionalProperties, path).toBe(false);
    if (schema.items) check(schema.items, path);
    schema.anyOf?.forEach((alternative) =>
      check(alternative, `${path}${alternative.title ? `.${alternative.title}` : ''}`),
    );
  };
  check(blueprintJsonSchema(), '');
});

test('the same each time', () => {
  expect(JSON.stringify(blueprintJsonSchema())).toBe(JSON.stringify(blueprintJsonSchema()));
});
