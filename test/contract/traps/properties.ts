import { parse } from 'yaml';
import type { EmittedTree } from './emitted-trees.js';

type Mapping = Readonly<Record<string, unknown>>;

/** A YAML file of a tree as dbt reads it. */
export interface YamlFile {
  readonly path: string;
  readonly value: Mapping;
}

const known = new WeakMap<EmittedTree['files'], readonly YamlFile[]>();

/** The YAML files that dbt reads: those of models and macros, and dbt_project.yml. Each tree is read once. */
export function yamlFiles({ files }: Pick<EmittedTree, 'files'>): readonly YamlFile[] {
  const read = known.get(files) ?? readYaml(files);
  known.set(files, read);
  return read;
}

function readYaml(files: EmittedTree['files']): YamlFile[] {
  return files
    .filter(({ path }) => /^(models|macros)\/.*\.yml$|^dbt_project\.yml$/.test(path))
    .map(({ path, text }) => ({ path, value: parse(text, { version: '1.1' }) as Mapping }));
}

/** A data test where it stands. */
export interface StatedTest {
  /** File, model and column. */
  readonly place: string;
  readonly test: string;
  readonly body: Mapping;
}

/** A model, source table or other resource with its columns. */
export interface Resource {
  readonly place: string;
  readonly kind: string;
  readonly name: string;
  readonly value: Mapping;
  readonly columns: readonly Mapping[];
}

const list = (value: unknown): readonly Mapping[] => (Array.isArray(value) ? (value as Mapping[]) : []);

/** Everything in the properties files that has a name and may have columns; the tables of sources too. */
export function resources(tree: Pick<EmittedTree, 'files'>): Resource[] {
  return yamlFiles(tree)
    .filter(({ path }) => path !== 'dbt_project.yml')
    .flatMap(({ path, value }) =>
      Object.entries(value).flatMap(([kind, entries]) =>
        list(entries).flatMap((entry) => [
          resource(path, kind, entry),
          ...list(entry['tables']).map((table) => resource(path, 'tables', table)),
        ]),
      ),
    );
}

function resource(path: string, kind: string, value: Mapping): Resource {
  const name = String(value['name']);
  return { place: `${path}: ${name}`, kind, name, value, columns: list(value['columns']) };
}

/** Every data test of a tree, of whole tables and of columns. */
export function statedTests(tree: Pick<EmittedTree, 'files'>): StatedTest[] {
  return resources(tree).flatMap(({ place, value, columns }) => [
    ...testsOf(place, value),
    ...columns.flatMap((column) => testsOf(`${place}.${String(column['name'])}`, column)),
  ]);
}

function testsOf(place: string, { data_tests: tests }: Mapping): StatedTest[] {
  if (!Array.isArray(tests)) return [];
  return (tests as readonly (string | Mapping)[]).map((stated) => {
    if (typeof stated === 'string') return { place, test: stated, body: {} };
    const [[test, body] = ['', {}]] = Object.entries(stated);
    return { place, test, body: body as Mapping };
  });
}
