/** The logical types, each as what it may be. A type is written in a source and inherited from there. */

/** As docs/language.md lists them. What can't be a key is left out there. */
const TYPES = [
  'string',
  'string(n)',
  'text',
  'integer',
  'bigint',
  'decimal(p,s)',
  'float',
  'boolean',
  'date',
  'timestamp',
  'timestamp_tz',
  'time',
  'json',
  'binary',
  'uuid',
];
const NO_KEYS = ['float', 'json', 'binary'];
const ROLES = ['source column', 'attribute', 'measure', 'part of a key'];

const feature = (type, role) => ({ group: 'Types', feature: `${type} as ${role}` });

export const typeFeatures = TYPES.flatMap((type) =>
  ROLES.filter((role) => role !== 'part of a key' || !NO_KEYS.includes(type)).map((role) =>
    feature(type, role),
  ),
);

/** Which model uses a type as what, as far as it reads a source itself. */
export function usedTypes(documents, names) {
  const sources = documents.filter(({ source }) => source);
  const tables = new Map(
    sources.flatMap((source) => source.tables.map((table) => [`${source.source}.${table.table}`, table])),
  );
  const uses = [];
  const add = (role, columns, all, model) => {
    for (const column of columns) {
      const name = column.from ?? column.name ?? column;
      const type = column.type ?? all?.find((each) => each.name === name)?.type;
      if (type !== undefined) uses.push({ feature: feature(plain(type), role), model });
    }
  };
  for (const source of sources)
    for (const table of source.tables) add('source column', table.columns, [], names.staging(source, table));
  for (const document of documents) {
    const columns = tables.get(document.from)?.columns;
    if (document.dimension) {
      add('attribute', document.attributes, columns, names.of(document));
      add('part of a key', document.natural_key, columns, names.of(document));
    }
    if (document.fact) {
      add('measure', document.measures ?? [], columns, names.of(document));
      add('part of a key', document.grain.key, columns, names.of(document));
    }
  }
  return uses;
}

const plain = (type) =>
  type
    .replace(/\(.*,.*\)/, '(p,s)')
    .replace(/\(\d+\)/, '(n)')
    .replaceAll(' ', '');
