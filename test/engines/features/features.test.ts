import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { schemas } from '../../../generator/parse/schema/index.js';
import { unsupported } from '../../../generator/parse/unsupported.js';
import { type Feature, features } from './features.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** The folders of blueprints that lie in `folder` or one level below. */
function projectsIn(folder: string, below: string): { name: string; blueprints: string }[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, below)))
    .map(({ name }) => ({ name, blueprints: join(folder, name, below) }));
}

const examples = projectsIn(join(here, '../../../blueprints'), '.');
const suite = projectsIn(join(here, '../projects'), 'blueprints');
const language = { schemas, unsupported };
const lines = (found: readonly Feature[]) => found.map(({ group, feature }) => `${group}: ${feature}`);

describe('every feature of the language', () => {
  test('is used by a project that runs on every engine', () => {
    const unused = features(language, [...examples, ...suite]).filter(({ uses }) => uses.length === 0);
    expect(lines(unused)).toEqual([]);
  });

  test('is missed where no project uses it', () => {
    const unused = lines(features(language, examples).filter(({ uses }) => uses.length === 0));
    expect(unused).toContain('Types: uuid as part of a key');
    expect(unused).toContain('Project and conventions: conventions key_name');
    expect(unused).not.toContain('Lookups: null_key: not_yet');
  });

  test('names the models that use it', () => {
    const found = features(language, suite).find(({ feature }) => feature === 'uuid as part of a key');
    expect(found?.uses).toContainEqual({ project: 'matrix', model: 'dim_keyed_otherwise' });
  });

  test('is no feature that this version can not build', () => {
    const all = lines(features(language, []));
    expect(all.filter((line) => /junk|bridge:|milestones|reconcile/.test(line))).toEqual([]);
    expect(all).toContain('Facts: fact load strategy: append');
  });
});
